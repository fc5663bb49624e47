import { SchemaServiceError } from '@schema-service/errors';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { compareVersions } from '../migrations/version.ts';
import type { PlanOptions } from '../plan/migration-plan.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { refuseUsed } from '../versions/refuse-used.ts';
import type { DatabaseOptions, MigrateOptions } from './migrate-options.ts';
import { down, type MigrationResult } from './up-down-retry.ts';

/** Which version is taken back. */
interface Abandoned extends Pick<DatabaseOptions, 'connection' | 'ledgerSchema'> {
  /** The highest that the database has begun. */
  readonly version: string;
  /** Within how many milliseconds a hello counts. Default ten minutes: clients say it every five. */
  readonly quietMs?: number;
}

/** Which goal is looked for. */
export interface AbandonGoalOptions extends Abandoned {
  /** Says what would run once nobody uses the version. Default false: it is refused where somebody does. */
  readonly evenIfUsed?: boolean;
}

const QUIET_MS = 600_000;

/**
 * Takes the highest version back, by its downs, where nobody uses it; clients of the versions below go on. What only it could
 * hold is lost, and counted: it takes `allowDataLoss`.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_IN_USE, MIGRATION_VERSION_UNKNOWN, MIGRATION_IRREVERSIBLE behind its contract,
 *   MIGRATION_DATA_LOSS; see the table in this package's README
 */
export async function abandon(options: MigrateOptions & Abandoned): Promise<MigrationResult> {
  return down({ ...options, to: (await abandonGoal(options)).to });
}

/**
 * What {@link abandon} would go to now. Changes nothing.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_IN_USE, MIGRATION_VERSION_UNKNOWN
 */
export async function abandonGoal(
  options: AbandonGoalOptions,
): Promise<PlanOptions & { readonly to: string }> {
  const { version, quietMs = QUIET_MS, evenIfUsed = false } = options;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { applied } = await readHistory(session);
    const versions = [...new Set(applied.map((row) => row.version))].sort(compareVersions);
    const below = versions.at(-2);
    if (below === undefined || versions.at(-1) !== version) throw notHighest(version, versions);
    if (!evenIfUsed) await refuseUsed(session, { versions: [version], next: below, quietMs });
    return { direction: 'down', to: below };
  } catch (error) {
    throw databaseError(error);
  }
}

function notHighest(version: string, versions: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_UNKNOWN',
    message: `${version} is not the highest of several versions that the database has begun.`,
    why: `They are: ${versions.join(', ') || 'none'}. What is above a version is built on it.`,
    fix: 'Abandon them from the highest one down. For the only one: schema-migrator down --to none',
    meta: { version, versions },
  });
}
