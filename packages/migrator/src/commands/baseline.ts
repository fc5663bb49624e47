import { SchemaServiceError } from '@schema-service/errors';
import { driftError } from '../catalog/drift-error.ts';
import { findDrift, findSnapshot } from '../catalog/find-drift.ts';
import { databaseError } from '../connection/database-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import { prepareSession } from '../connection/session-settings.ts';
import { acquireLock, releaseLock } from '../lock/session-lock.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { planMigrations } from '../plan/plan-migrations.ts';
import { findGitCommit } from '../tracking/find-git-commit.ts';
import { installTracking } from '../tracking/install-tracking.ts';
import { closeRow, openRow } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import { runOrigin } from '../tracking/run-origin.ts';
import type { DriftOptions } from './check-drift.ts';
import { loadMigrations } from './load-migrations.ts';
import { type MigrateOptions, WAIT_FOR_LOCK_MS } from './migrate-options.ts';

/** What a baseline recorded. */
export interface BaselineResult {
  readonly kind: 'baselineResult';
  readonly version: string;
  /** The ids of the migrations that count as applied now. */
  readonly migrations: readonly string[];
  /** Whether the version has a snapshot that the database was compared with. */
  readonly compared: boolean;
}

type BaselineOptions = Pick<
  MigrateOptions,
  'connection' | 'migrations' | 'waitForLockMs' | 'gitCommit' | 'onEvent'
> &
  DriftOptions & { readonly version: string };

/**
 * Adopts a database that has the structure of a version, however it came to
 * it: records every migration up to the version as applied, and runs none.
 *
 * @throws SchemaServiceError MIGRATION_HISTORY_NOT_EMPTY, MIGRATION_DRIFT unless it is allowed,
 *   MIGRATION_VERSION_UNKNOWN, and what a plan and the lock refuse
 */
export async function baseline(options: BaselineOptions): Promise<BaselineResult> {
  const { version } = options;
  const migrations = await loadMigrations(options.migrations);
  const plan = planMigrations(migrations, [], { direction: 'up', to: version });
  try {
    await using session = await openSession(options.connection);
    const { end } = await prepareSession(session);
    try {
      return await adopt(session, plan, options);
    } finally {
      await releaseLock(session);
      if (end.length > 0) await runOrThrow(session.client, end.join(';\n'));
    }
  } catch (error) {
    throw databaseError(error);
  }
}

async function adopt(
  session: Session,
  { steps }: MigrationPlan,
  options: BaselineOptions,
): Promise<BaselineResult> {
  const { client } = session;
  const { version, onEvent } = options;
  for await (const event of acquireLock(session, options.waitForLockMs ?? WAIT_FOR_LOCK_MS)) {
    onEvent?.(event);
  }
  const history = await readHistory(client);
  if (history.length > 0) throw historyNotEmpty(history.length);
  const compared = await refuseDrift(session, options);
  await installTracking(client);
  const origin = runOrigin(gitCommitOf(options));
  // One message without a BEGIN is one transaction: all of them or none.
  const rows = steps.flatMap((step) => [
    openRow({ ...step, action: 'baseline' }, origin),
    closeRow(step),
  ]);
  await runOrThrow(client, rows.join(';\n'));
  const migrations = steps.map(({ migration }) => migration.id);
  return { kind: 'baselineResult', version, migrations, compared };
}

/** Whether there was something to compare with. */
async function refuseDrift({ client }: Session, options: BaselineOptions): Promise<boolean> {
  const { version, exclude, allowDrift } = options;
  const snapshot = findSnapshot(options, version);
  if (!snapshot) return false;
  const differences = await findDrift(client, snapshot, exclude);
  if (differences.length === 0 || allowDrift) return true;
  throw driftError(version, differences, {
    why: 'A migration that counts as applied is never run, so the difference would stay. Nothing was recorded.',
    fix: 'Choose the version that fits, or bring the database there. Objects that are not ours: --exclude PATTERN. To adopt it all the same: --allow-drift',
  });
}

function historyNotEmpty(rows: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_HISTORY_NOT_EMPTY',
    message: 'The database has a history of migrations already.',
    why: `A baseline is its first entry, and there ${rows === 1 ? 'is 1 row' : `are ${rows} rows`}.`,
    fix: 'See with status what is applied, and move it with up or down.',
    meta: { rows },
  });
}

function gitCommitOf({ gitCommit, migrations }: BaselineOptions): string | undefined {
  return gitCommit ?? (typeof migrations === 'string' ? findGitCommit(migrations) : undefined);
}
