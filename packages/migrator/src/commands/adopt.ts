import { SchemaServiceError } from '@schema-service/errors';
import { quoteLiteral } from '@schema-service/postgres-sql';
import { untilCancelled } from '../apply/cancellation.ts';
import type { MigrationEvent } from '../apply/migration-event.ts';
import { expectedVersion } from '../catalog/expected-structure.ts';
import { databaseError } from '../connection/database-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { exactVersion } from '../plan/current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from '../plan/history-problem.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { installRareTables } from '../tracking/rare-tables.ts';
import { readHistory } from '../tracking/read-history.ts';
import { adoptedViews, findUsedRelations, type UsedRelation } from '../versions/adopted-views.ts';
import { readVersions } from '../versions/served-version.ts';
import { versionSchema } from '../versions/version-schema.ts';
import { checkDrift } from './check-drift.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { updateLedger } from './update-ledger.ts';

/** What `adopt` made, or would make. */
export interface AdoptResult {
  readonly kind: 'adoptResult';
  readonly version: string;
  /** The PostgreSQL schema of its views: `db_2_0_0`. */
  readonly schema: string;
  /** The statements that made it; none where it was there before. */
  readonly statements: readonly string[];
  /** Tables with row security: who uses their views needs the rights to the tables, too. Left out where there is none. */
  readonly secured?: readonly string[];
}

export interface AdoptOptions extends MigrateOptions {
  /** Says what would be made. Takes no lock. */
  readonly dryRun?: boolean;
}

/**
 * Gives the version that a database is at a schema of its own, with a view for every table, where it has none. Clients that
 * connect from then on work there, and go on while the database moves to later versions. Those that are connected are not
 * touched. What a role may do with a table, it may do with its view; where the table has row security, as long as it may do it
 * with the table.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_INCOMPLETE, MIGRATION_DRIFT unless it is allowed, MIGRATION_ADOPT_REFUSED, and
 *   what the lock refuses
 */
export async function adopt(options: AdoptOptions): Promise<AdoptResult> {
  const { onEvent = () => {} } = options;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    let result = await findAdoption(session, options, options.dryRun ? onEvent : () => {});
    if (options.dryRun || result.statements.length === 0) return result;
    for await (const event of makeViews(session, options)) {
      onEvent(event);
      if (event.kind === 'adoptionBegan') result = event.adoption;
    }
    return result;
  } catch (error) {
    throw databaseError(error);
  }
}

type Events = AsyncGenerator<MigrationEvent, void, undefined>;

/**
 * The same, as a run that yields what happens. Nothing is done before the first `next()`; where the version has its schema,
 * nothing at all.
 *
 * @throws SchemaServiceError what {@link adopt} throws; MIGRATION_CANCELLED while it waits for the lock
 */
export async function* adoptEvents(options: MigrateOptions): Events {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { statements } = await findAdoption(session, options, () => {});
    if (statements.length > 0) yield* untilCancelled(makeViews(session, options), options.signal);
  } catch (error) {
    throw databaseError(error);
  }
}

/** What is made is what is found with the lock held; a listener that throws at that ends it before anything is changed. */
function makeViews(session: Session, options: MigrateOptions): Events {
  return updateLedger(session, options, async function* () {
    const differences: MigrationEvent[] = [];
    const adoption = await findAdoption(session, options, (event) => differences.push(event));
    yield* differences;
    if (adoption.statements.length === 0) return;
    yield { kind: 'adoptionBegan', adoption };
    await installRareTables(session, 'versionNotes');
    const { client, ledger } = session;
    const noted = `INSERT INTO ${ledger.sql}.adoption (version) VALUES (${quoteLiteral(adoption.version)})
        ON CONFLICT (version) DO UPDATE SET (adopted_at, adopted_by) = (excluded.adopted_at, excluded.adopted_by)`;
    // One message without a BEGIN is one transaction: nobody sees a part of it.
    await runOrThrow(client, [...adoption.statements, noted].join(';\n'));
  });
}

async function findAdoption(
  session: Session,
  options: MigrateOptions,
  onEvent: (event: MigrationEvent) => void,
): Promise<AdoptResult> {
  const migrations = await loadMigrations(options.migrations);
  const { applied } = await readHistory(session);
  refuseHistoryProblems(findHistoryProblems(migrations, applied));
  const version = exactVersion(migrations, applied);
  const served = (await readVersions(session)).find((one) => one.version === version);
  const result = { kind: 'adoptResult', version } as const;
  if (served?.schema) return { ...result, schema: served.schema, statements: [] };
  const expected = expectedVersion(version, migrations, applied);
  for await (const event of checkDrift(session, options, expected, 'before')) {
    onEvent(event);
  }
  const schema = versionSchema(version);
  const relations = await findUsedRelations(session.client, options.exclude ?? []);
  const secured = relations.filter(({ hasRowSecurity }) => hasRowSecurity);
  refuseUnservable(version, relations);
  if (secured.length > 0) await refuseOpening(session, version, secured);
  return {
    ...{ ...result, schema, statements: adoptedViews(schema, relations) },
    ...(secured.length > 0 ? { secured: secured.map(({ name }) => name) } : {}),
  };
}

const namesOf = (found: readonly UsedRelation[]): string =>
  found.map(({ name }) => name).join(', ');

function refuseUnservable(version: string, relations: readonly UsedRelation[]): void {
  const foreign = relations.filter(({ isOurs }) => !isOurs);
  if (relations.length === 0) {
    throw refused(
      version,
      'There is no table in public.',
      'The views of a version show tables of public.',
    );
  }
  if (foreign.length > 0) {
    throw refused(
      version,
      `${namesOf(foreign)}: not owned by the role of the migrator.`,
      'Connect as their owner, or leave out what is not yours: --exclude PATTERN',
    );
  }
}

/** Before PostgreSQL 15 the owner of a view reads its table, and not who asks. */
async function refuseOpening(
  { client }: Session,
  version: string,
  secured: readonly UsedRelation[],
): Promise<void> {
  const { rows } = await client.query<{ major: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::integer / 10000 AS major`,
  );
  if ((rows[0]?.major ?? 0) >= 15) return;
  throw refused(
    version,
    `${namesOf(secured)}: before PostgreSQL 15 a view shows every row to everybody who may read it, whatever the policies of row security say.`,
    'Leave the tables out that no client of this version uses: --exclude PATTERN. Otherwise move its services to the next version as it comes.',
  );
}

const refused = (version: string, why: string, fix: string): SchemaServiceError =>
  new SchemaServiceError({
    code: 'MIGRATION_ADOPT_REFUSED',
    message: `${version} gets no schema of its own here.`,
    why: `${why} Nothing was changed.`,
    fix,
    meta: { version },
  });
