import type { KnownClients } from '../clients/read-clients.ts';
import type { LockHolder } from '../lock/lock-holder.ts';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import { contractsLeftOut, replacedContracts, waitingContracts } from '../plan/contracts.ts';
import { currentVersionOf } from '../plan/current-version.ts';
import { type EditedDown, findEditedDowns } from '../plan/edited-downs.ts';
import { findHistoryProblems, type HistoryProblem, versionAhead } from '../plan/history-problem.ts';
import { knownVersion } from '../plan/plan-migrations.ts';
import { type VersionChange, versionHistory } from '../plan/version-history.ts';
import type { RepeatableState } from '../repeatable/repeatable-report.ts';
import { type FoundSquash, findSquash } from '../squash/with-squash.ts';
import type { AppliedMigration, AppliedMigrationStatus } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import type { Pause } from '../tracking/pause.ts';
import type { ServedVersion } from '../versions/served-version.ts';
import { endedRun } from './history-entries.ts';

/** Where a database stands, seen with a folder of migrations. */
export interface MigrationStatus {
  readonly kind: 'migrationStatus';
  /** The highest version that is complete in the database; `null` before the first. */
  readonly currentVersion: string | null;
  /** The highest version among the files. */
  readonly latestVersion: string | null;
  /** Where an `up` would go: the latest version, or the one that was asked about. */
  readonly targetVersion: string | null;
  /** The migrations that such an `up` would apply. */
  readonly pending: readonly string[];
  /** The contracts that it would not: they wait until nobody uses an older version. Left out where there are none. */
  readonly waiting?: readonly string[];
  /** The versions that the database has been at, oldest first; the last one is the current. */
  readonly versions: readonly VersionChange[];
  /** Whether the current version carries the structure that `verify` and `up` compare with. */
  readonly hasSnapshot: boolean;
  readonly migrations: readonly MigrationState[];
  /** The version at which the files end, where the database is further on and has all of theirs as they are. */
  readonly aheadOf?: string;
  /** What a new database begins with, and where that is not what was proven; left out where there is no such script. */
  readonly squash?: SquashState;
  /** Where files and history differ. Empty when all is well, and when the database is just ahead of the files. */
  readonly problems: readonly HistoryProblem[];
  /** Ways back that are not what they were when their migrations were applied. They do not stand in the way of an up. */
  readonly editedDowns: readonly EditedDown[];
  /** The scripts that run again when they change, in their order; left out where there are none. */
  readonly repeatables?: readonly RepeatableState[];
  /** The versions that are alive side by side, lowest first; left out where none has a PostgreSQL schema of its own. */
  readonly served?: readonly ServedVersion[];
  /** Who has paused batches; left out where nobody has. */
  readonly pause?: Pause;
  /** Who is migrating right now. */
  readonly lockHolder: LockHolder | null;
  /** Which clients work on the database, and who said hello; `null` where it cannot say. */
  readonly clients: KnownClients | null;
}

/** What a status is seen with. */
export interface StatusGoal {
  /** Where an `up` would go. */
  readonly to?: string;
  /** Whether a database that is further on than the files is a problem. */
  readonly strict?: boolean;
}

/** A squashed script. */
export interface SquashState {
  readonly version: string;
  /** How many it stands for. */
  readonly migrations: number;
  /** Where it, or a script that it stands for, is not what was squashed. A new database is refused then. */
  readonly problems: readonly string[];
}

/** One migration and how its last run ended. */
export interface MigrationState {
  readonly migration: string;
  readonly version: string;
  /** `replaced`: a contract that never runs here, since a later version ends what it would end. */
  readonly status: 'pending' | 'waiting' | 'replaced' | AppliedMigrationStatus;
  /** Whether the database has it now. A failed down leaves it applied. */
  readonly applied: boolean;
  /** `null` before the first run. */
  readonly lastRun: AppliedMigration | null;
}

/**
 * Files, history and lock holder put together, all but the snapshot and the clients. Pure.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN
 */
export function migrationStatus(
  migrations: readonly Migration[],
  history: History,
  lockHolder: LockHolder | null,
  goal: StatusGoal = {},
): Omit<MigrationStatus, 'hasSnapshot' | 'clients' | 'repeatables' | 'served' | 'pause'> {
  const targetVersion = knownVersion(migrations, { ...goal, direction: 'up' });
  const { rows, applied } = history;
  const latestVersion = migrations.at(-1)?.version ?? null;
  const problems = findHistoryProblems(migrations, applied);
  const ahead = goal.strict ? undefined : versionAhead(migrations, applied, problems);
  const leftOut = contractsLeftOut(migrations, history, targetVersion);
  const replaced = replacedContracts(migrations, applied);
  const waiting = waitingContracts(migrations, applied);
  const appliedIds = new Set(applied.map((row) => row.migration));
  const notRun = (migration: Migration): 'pending' | 'waiting' | 'replaced' => {
    if (replaced.includes(migration)) return 'replaced';
    return leftOut.includes(migration) ? 'waiting' : 'pending';
  };
  const found = findSquash(migrations);
  const lastRuns = new Map(rows.map((row) => [row.migration, row]));
  return {
    kind: 'migrationStatus',
    currentVersion: ahead ?? currentVersionOf(migrations, applied),
    latestVersion,
    targetVersion,
    pending: migrations
      .filter(({ id, version }) => !appliedIds.has(id) && isUpTo(version, targetVersion))
      .filter((migration) => !leftOut.includes(migration))
      .map(({ id }) => id),
    ...(waiting.length > 0 ? { waiting: waiting.map(({ id }) => id) } : {}),
    versions: versionHistory(rows),
    migrations: migrations.map((migration): MigrationState => {
      const { id, version } = migration;
      const row = lastRuns.get(id);
      const lastRun = row ? (lockHolder ? row : endedRun(row)) : null;
      const status = lastRun?.status ?? notRun(migration);
      return { migration: id, version, status, applied: appliedIds.has(id), lastRun };
    }),
    ...(found ? { squash: squashState(found) } : {}),
    ...(ahead !== undefined && latestVersion !== null ? { aheadOf: latestVersion } : {}),
    problems: ahead === undefined ? problems : [],
    editedDowns: findEditedDowns(migrations, history),
    lockHolder,
  };
}

const squashState = ({ squash, squashed, problems }: FoundSquash): SquashState => ({
  version: squash.version,
  migrations: squashed.length,
  problems,
});

const isUpTo = (version: string, target: string | null): boolean =>
  target !== null && compareVersions(version, target) <= 0;
