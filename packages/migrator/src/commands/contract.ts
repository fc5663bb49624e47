import { untilCancelled } from '../apply/cancellation.ts';
import type { MigrationEvent } from '../apply/migration-event.ts';
import { forgetSchema } from '../catalog/coexisting-structure.ts';
import { databaseError } from '../connection/database-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import type { ContractGoal } from '../plan/migration-plan.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { installRareTables } from '../tracking/rare-tables.ts';
import { dropSchemaOf, readAdopted } from '../versions/adoption.ts';
import { brownout, endBrownouts } from '../versions/brownout.ts';
import { refuseUsed } from '../versions/refuse-used.ts';
import { findEnd } from '../versions/version-end.ts';
import { versionSchema } from '../versions/version-schema.ts';
import { QUIET_MS } from '../versions/version-user.ts';
import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { collectResult, type MigrationResult } from './up-down-retry.ts';
import { updateLedger } from './update-ledger.ts';

/** Which version ends, and what counts as its use. */
export interface ContractOptions extends MigrateOptions {
  readonly version: string;
  /** Within how many milliseconds a hello counts. Default a week. */
  readonly quietMs?: number;
  /** For how many milliseconds its clients are shut out first, to see whether anybody is heard of. Default 0. */
  readonly brownoutMs?: number;
}

/**
 * Ends a version and those below it: runs the contracts that wait for that.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_IN_USE with who uses them, MIGRATION_VERSION_NEEDED, MIGRATION_VERSION_UNKNOWN,
 *   MIGRATION_BROWNOUT_REFUSED; see the table in this package's README
 */
export async function contract(options: ContractOptions): Promise<MigrationResult> {
  return collectResult(contractEvents(options), options.onEvent);
}

type Events<T = void> = AsyncGenerator<MigrationEvent, T, undefined>;

/**
 * The same, as a run that yields what happens. Nothing is done before the first `next()`; where nobody asks for the next event
 * any more, a brownout ends, and no further migration begins.
 *
 * @throws SchemaServiceError what {@link contract} throws
 */
export async function* contractEvents(options: ContractOptions): Events {
  const { brownoutMs = 0, signal } = options;
  let isOver = brownoutMs === 0;
  try {
    const goal = yield* findUnused(options);
    yield* untilCancelled(endAdoptions(options, goal), signal);
    yield* migrate(options, goal);
    await inSession(options, (session) => noteEnd(session, goal));
    isOver = true;
  } catch (error) {
    throw databaseError(error);
  } finally {
    // Where that fails, too, `versions` shows the statement.
    if (!isOver) await inSession(options, endBrownouts).catch(() => {});
  }
}

async function* findUnused(options: ContractOptions): Events<ContractGoal> {
  const { brownoutMs = 0, signal } = options;
  await using session = await openSession(options.connection, ledgerOf(options));
  await endBrownouts(session);
  const goal = await unusedEnd(session, options);
  if (brownoutMs > 0) yield* brownout(session, goal, { durationMs: brownoutMs, signal });
  return goal;
}

/** Which goal is looked for. */
export interface ContractGoalOptions
  extends Pick<ContractOptions, 'connection' | 'ledgerSchema' | 'version' | 'quietMs'> {
  /** Says what would run once nobody uses the version. Default false: it is refused where somebody does. */
  readonly evenIfUsed?: boolean;
}

/**
 * What {@link contract} would run now. Changes nothing.
 *
 * @throws SchemaServiceError what {@link contract} refuses
 */
export async function contractGoal(options: ContractGoalOptions): Promise<ContractGoal> {
  return inSession(options, (session) => unusedEnd(session, options));
}

async function unusedEnd(
  session: Session,
  {
    version,
    quietMs = QUIET_MS,
    evenIfUsed = false,
  }: Pick<ContractGoalOptions, 'version' | 'quietMs' | 'evenIfUsed'>,
): Promise<ContractGoal> {
  const end = await findEnd(session, version);
  const goal = { direction: 'contract', version, ...end, quietMs } as const;
  if (!evenIfUsed) await refuseUsed(session, goal);
  return goal;
}

/** What `adopt` has made no migration need know of. */
async function* endAdoptions(options: ContractOptions, goal: ContractGoal): Events {
  await using session = await openSession(options.connection, ledgerOf(options));
  const { client, ledger } = session;
  const adopted = await readAdopted(session, goal.versions);
  if (adopted.length === 0) return;
  yield* updateLedger(session, options, async () => {
    // Somebody may have come while this waited for the lock.
    await refuseUsed(session, goal);
    const endings = adopted.flatMap((one) => [
      dropSchemaOf(ledger, one),
      // It is no drift for the run that comes next.
      forgetSchema(ledger, versionSchema(one)),
    ]);
    await runOrThrow(client, endings.join(';\n'));
  });
}

async function noteEnd(session: Session, { versions }: ContractGoal): Promise<void> {
  const { client, ledger } = session;
  await installRareTables(session, 'versionNotes');
  await client.query(
    `WITH over AS (DELETE FROM ${ledger.sql}.brownout WHERE version = ANY ($1))
    INSERT INTO ${ledger.sql}.retirement (version, ended_at)
    SELECT version, pg_catalog.clock_timestamp() FROM pg_catalog.unnest($1::pg_catalog.text[]) AS v(version)
    ON CONFLICT (version) DO UPDATE SET ended_at = excluded.ended_at`,
    [versions],
  );
}

async function inSession<T>(
  options: Pick<ContractOptions, 'connection' | 'ledgerSchema'>,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    return await run(session);
  } catch (error) {
    throw databaseError(error);
  }
}
