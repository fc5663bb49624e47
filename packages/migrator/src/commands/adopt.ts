import { SchemaServiceError } from '@schema-service/errors';
import { quoteLiteral } from '@schema-service/postgres-sql';
import { expectedVersion } from '../catalog/expected-structure.ts';
import { databaseError } from '../connection/database-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { exactVersion } from '../plan/current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from '../plan/history-problem.ts';
import { ledgerOf } from '../tracking/ledger.ts';
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
}

export interface AdoptOptions extends MigrateOptions {
  /** Says what would be made. Takes no lock. */
  readonly dryRun?: boolean;
}

/**
 * Gives the version that a database is at a schema of its own, with a view for every table, where it has none. Clients that
 * connect from then on work there, and go on while the database moves to later versions. Those that are connected are not
 * touched. What a role may do with a table, it may do with its view.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_INCOMPLETE, MIGRATION_DRIFT unless it is allowed, MIGRATION_ADOPT_REFUSED, and
 *   what the lock refuses
 */
export async function adopt(options: AdoptOptions): Promise<AdoptResult> {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const found = await findAdoption(session, options);
    if (options.dryRun || found.statements.length === 0) return found;
    let result = found;
    const work = updateLedger(session, options, async () => {
      result = await findAdoption(session, options);
      if (result.statements.length === 0) return;
      const { client, ledger } = session;
      const noted = `INSERT INTO ${ledger.sql}.adoption (version) VALUES (${quoteLiteral(result.version)})
        ON CONFLICT (version) DO UPDATE SET (adopted_at, adopted_by) = (excluded.adopted_at, excluded.adopted_by)`;
      // One message without a BEGIN is one transaction: nobody sees a part of it.
      await runOrThrow(client, [...result.statements, noted].join(';\n'));
    });
    for await (const event of work) options.onEvent?.(event);
    return result;
  } catch (error) {
    throw databaseError(error);
  }
}

async function findAdoption(session: Session, options: AdoptOptions): Promise<AdoptResult> {
  const migrations = await loadMigrations(options.migrations);
  const { applied } = await readHistory(session);
  refuseHistoryProblems(findHistoryProblems(migrations, applied));
  const version = exactVersion(migrations, applied);
  const served = (await readVersions(session)).find((one) => one.version === version);
  const result = { kind: 'adoptResult', version } as const;
  if (served?.schema) return { ...result, schema: served.schema, statements: [] };
  const expected = expectedVersion(version, migrations, applied);
  for await (const event of checkDrift(session, options, expected, 'before')) {
    options.onEvent?.(event);
  }
  const schema = versionSchema(version);
  const relations = await findUsedRelations(session.client, options.exclude ?? []);
  refuseUnservable(version, relations);
  return { ...result, schema, statements: adoptedViews(schema, relations) };
}

/** Through a view its owner reads the table, and not who asks. */
function refuseUnservable(version: string, relations: readonly UsedRelation[]): void {
  const secured = relations.filter(({ hasRowSecurity }) => hasRowSecurity);
  const foreign = relations.filter(({ isOurs }) => !isOurs);
  const names = (found: readonly UsedRelation[]): string =>
    found.map(({ name }) => name).join(', ');
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
      `${names(foreign)}: not owned by the role of the migrator.`,
      'Connect as their owner, or leave out what is not yours: --exclude PATTERN',
    );
  }
  if (secured.length > 0) {
    throw refused(
      version,
      `${names(secured)}: a view would show every row to everybody who may read it, whatever the policies of row security say.`,
      'Leave the tables out that no client of this version uses: --exclude PATTERN. Otherwise move its services to the next version as it comes.',
    );
  }
}

const refused = (version: string, why: string, fix: string): SchemaServiceError =>
  new SchemaServiceError({
    code: 'MIGRATION_ADOPT_REFUSED',
    message: `${version} gets no schema of its own here.`,
    why: `${why} Nothing was changed.`,
    fix,
    meta: { version },
  });
