import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import { isNew } from '../squash/with-squash.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';

// A contract removes what older versions need. It belongs to its version and is no part of what makes the version
// complete: it may run long after that, when the database has migrations of higher versions already. Or never: what a
// later version removes together with what it brought itself, the contracts before it do not fit any more.

type Ids = { has(id: string): boolean };

/** Whether a migration removes what older versions need. */
export const isContract = ({ phase }: Pick<Migration, 'phase'>): boolean => phase === 'contract';

/** The migrations without the contracts that are not applied. */
export function withoutWaiting(
  migrations: readonly Migration[],
  applied: Ids,
): readonly Migration[] {
  return migrations.filter((migration) => !isContract(migration) || applied.has(migration.id));
}

/**
 * The contracts that an `up` to a version leaves out: all that wait. In a database in which nothing has run there is nobody
 * who needs what they remove: there they run as they come, but for those that a later contract of the run replaces.
 */
export function contractsLeftOut(
  migrations: readonly Migration[],
  history: History,
  to: string | null,
): readonly Migration[] {
  if (!isNew(history)) return migrations.filter(isContract);
  const reached = migrations.filter(
    ({ version }) => to !== null && compareVersions(version, to) <= 0,
  );
  const taken = takenByNew(reached);
  return reached.filter((one) => !taken.includes(one));
}

/** The migrations that a new database takes: all but the contracts that later ones among them replace. */
export function takenByNew(migrations: readonly Migration[]): readonly Migration[] {
  const contracts = migrations.filter(isContract);
  return migrations.filter((one) => !isContract(one) || !isReplaced(one, contracts));
}

/** The contracts of versions that a database has begun that are not applied there, and that are to run some time. */
export function waitingContracts(
  migrations: readonly Migration[],
  applied: readonly AppliedId[],
): readonly Migration[] {
  const ids = new Set(applied.map(({ migration }) => migration));
  const begun = begunContracts(migrations, ids);
  return begun.filter((one) => !ids.has(one.id) && !isReplaced(one, begun));
}

/** The contracts that never run in a database: a later version that it has begun ends what they would end. */
export function replacedContracts(
  migrations: readonly Migration[],
  applied: readonly AppliedId[],
): readonly Migration[] {
  const ids = new Set(applied.map(({ migration }) => migration));
  const begun = begunContracts(migrations, ids);
  return migrations.filter((one) => isContract(one) && !ids.has(one.id) && isReplaced(one, begun));
}

type AppliedId = Pick<AppliedMigration, 'migration'>;

function begunContracts(migrations: readonly Migration[], applied: Ids): readonly Migration[] {
  const begun = new Set(migrations.flatMap(({ id, version }) => (applied.has(id) ? version : [])));
  return migrations.filter((one) => isContract(one) && begun.has(one.version));
}

/**
 * Refuses to go on to a version that was made for databases in which a contract has run that waits: its own contracts do not
 * end what that one ends.
 *
 * @param moving what is to run
 * @throws SchemaServiceError MIGRATION_CONTRACT_WAITS
 */
export function refuseBeforeContract(
  migrations: readonly Migration[],
  { applied }: History,
  moving: readonly Migration[],
): void {
  const contracts = migrations.filter(isContract);
  for (const waiting of waitingContracts(migrations, applied)) {
    const next = contracts.find(
      ({ version }) =>
        compareVersions(version, waiting.version) > 0 &&
        moving.some((one) => one.version === version) &&
        !isReplaced(
          waiting,
          contracts.filter((one) => one.version === version),
        ),
    );
    if (next) throw contractWaits(waiting, next.version);
  }
}

function contractWaits(waiting: Migration, version: string): SchemaServiceError {
  const name = `${waiting.version}/${waiting.id}`;
  return new SchemaServiceError({
    code: 'MIGRATION_CONTRACT_WAITS',
    message: `${version} was made for databases in which ${name} has run, and it waits here.`,
    why: `The contracts of ${version} do not end what that one ends. Nothing was started.`,
    fix: `Run it first: schema-migrator contract ${waiting.ends ?? 'VERSION'}. Or go less far: --to ${waiting.version}`,
    meta: { contract: name, version },
  });
}

/**
 * Refuses to go on to a version that was made while another one was alive that has ended here: its migrations look for what
 * the contract has removed.
 *
 * @param moving what is to run
 * @throws SchemaServiceError MIGRATION_VERSION_ENDED
 */
export function refuseBehindContract(
  migrations: readonly Migration[],
  { applied }: History,
  moving: readonly Migration[],
): void {
  const ids = new Set(applied.map(({ migration }) => migration));
  const contracts = migrations.filter(isContract);
  for (const run of contracts.filter(({ id }) => ids.has(id))) {
    const next = contracts.find(
      ({ version, ends }) =>
        ends !== undefined &&
        isEnded(ends, run) &&
        compareVersions(version, run.version) > 0 &&
        moving.some((one) => one.version === version),
    );
    if (next) throw versionEnded(run, next, migrations);
  }
}

function versionEnded(
  { id, version: own }: Migration,
  { ends, version }: Migration,
  migrations: readonly Migration[],
): SchemaServiceError {
  const below = migrations.findLast((one) => compareVersions(one.version, own) < 0)?.version;
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_ENDED',
    message: `${version} was made for databases in which ${ends} is alive, and ${own}/${id} has ended it here.`,
    why: `The migrations of ${version} look for what that contract has removed. Nothing was started.`,
    fix: `Take it back, and go up again from there: schema-migrator down --to ${below ?? 'VERSION'} --allow-data-loss, then schema-migrator up`,
    meta: { contract: `${own}/${id}`, ended: ends, version },
  });
}

/** Whether one of the contracts is of a later version, and ends what this one ends. */
function isReplaced(contract: Migration, contracts: readonly Migration[]): boolean {
  return contracts.some(
    (other) =>
      compareVersions(other.version, contract.version) > 0 &&
      (other.ends === undefined || isEnded(other.ends, contract)),
  );
}

/**
 * Where a new database stops on its way to a version that was made beside older ones, so that these are alive when its migrations
 * run: at the version with migrations that is the oldest of them. Nothing where it was made beside none.
 */
export function oldestBeside(
  migrations: readonly Migration[],
  version: string,
): string | undefined {
  const ends = migrations.flatMap((one) => (one.version === version ? (one.ends ?? []) : []));
  const [oldest] = ends.sort(compareVersions);
  if (oldest === undefined) return undefined;
  return migrations
    .map((one) => one.version)
    .filter((one) => compareVersions(one, oldest) <= 0)
    .sort(compareVersions)
    .at(-1);
}

/** Whether a contract ends a version. */
export const isEnded = (version: string, { ends, version: own }: Migration): boolean =>
  ends === undefined ? compareVersions(version, own) < 0 : ends === version;

/** Whether a migration is the last one that its version needs to be complete. */
export function completesVersion(migration: Migration, migrations: readonly Migration[]): boolean {
  if (isContract(migration)) return false;
  const behind = migrations.slice(migrations.indexOf(migration) + 1);
  return behind.find((other) => !isContract(other))?.version !== migration.version;
}
