import { applyPlan } from '../apply/apply-plan.ts';
import { cancellationOf, untilCancelled } from '../apply/cancellation.ts';
import { closeInterrupted } from '../apply/close-interrupted.ts';
import type { MigrationEvent } from '../apply/migration-event.ts';
import { withDefaults } from '../apply/run-context.ts';
import { isTransactional } from '../apply/running-step.ts';
import { watchSession } from '../apply/watch-session.ts';
import { noteCoexisting } from '../catalog/coexisting-structure.ts';
import { findVerdicts } from '../clients/client-verdict.ts';
import { lacksVerdicts, recordVerdicts } from '../clients/record-verdicts.ts';
import { databaseError } from '../connection/database-error.ts';
import { runScript } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import { prepareSession } from '../connection/session-settings.ts';
import { readHooks } from '../hooks/read-hooks.ts';
import { runHook } from '../hooks/run-hook.ts';
import { acquireLock, releaseLock } from '../lock/session-lock.ts';
import { guardDataLoss } from '../loss/guard-data-loss.ts';
import { listedMigrations } from '../migrations/listed-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { refuseOtherPlan } from '../plan/approved-plan.ts';
import { isContract, waitingContracts } from '../plan/contracts.ts';
import { editedDownsOf, refuseEditedDowns } from '../plan/edited-downs.ts';
import { findHistoryProblems } from '../plan/history-problem.ts';
import {
  isIdlePlan,
  type MigrationGoal,
  type MigrationPlan,
  withHooks,
} from '../plan/migration-plan.ts';
import { planGoal } from '../plan/plan-migrations.ts';
import { applyRepeatables } from '../repeatable/apply-repeatables.ts';
import { repeatablesFor, withRepeatables } from '../repeatable/find-repeatables.ts';
import { squashInSession } from '../squash/squash-step.ts';
import { type History, historyOf } from '../tracking/history.ts';
import { installTracking } from '../tracking/install-tracking.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { installRareTables } from '../tracking/rare-tables.ts';
import { readHistory } from '../tracking/read-history.ts';
import { gitCommitOf, runOrigin } from '../tracking/run-origin.ts';
import { refuseUsed } from '../versions/refuse-used.ts';
import { checkDrift, versionsToVerify } from './check-drift.ts';
import { type MigrateOptions, WAIT_FOR_LOCK_MS } from './migrate-options.ts';
import { refuseNonEmpty } from './refuse-non-empty.ts';
import { updateLedger } from './update-ledger.ts';

type Events = AsyncGenerator<MigrationEvent, void, undefined>;

/**
 * Moves a database, and yields what happens. Nothing is done before the first
 * `next()`. Where nothing is to be done, one `planned` without steps is all, and
 * no lock is taken; otherwise the plan that counts is made while the lock is held.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function* migrate(options: MigrateOptions, goal: MigrationGoal): Events {
  try {
    yield* untilCancelled(moveDatabase(options, goal), options.signal);
  } catch (error) {
    throw databaseError(error);
  }
}

async function* moveDatabase(options: MigrateOptions, given: MigrationGoal): Events {
  const { unknown } = options;
  const goal: MigrationGoal = unknown === undefined ? given : { ...given, unknown };
  const listed = listFor(options, goal);
  const line = 'to' in goal ? { to: goal.to } : {};
  const migrations = listed ?? (await loadMigrations(options.migrations, line));
  await using session = await openSession(options.connection, ledgerOf(options));
  try {
    yield* moveSession(session, { options, goal, line, listed, migrations });
  } catch (error) {
    throw databaseError(error, session.client);
  }
}

interface Move {
  readonly options: MigrateOptions;
  readonly goal: MigrationGoal;
  readonly line: { readonly to?: string | undefined };
  /** What is known without reading the scripts. */
  readonly listed: readonly Migration[] | undefined;
  readonly migrations: readonly Migration[];
}

async function* moveSession(
  session: Session,
  { options, goal, line, listed, migrations: known }: Move,
): Events {
  const { client, ledger } = session;
  const { maxDurationMs = 0 } = options;
  const window = maxDurationMs > 0 ? { endsAt: performance.now() + maxDurationMs } : {};
  let migrations = known;
  const found = await readHistory(session);
  if (listed && !isIdle(listed, found)) {
    migrations = await loadMigrations(options.migrations, line);
  }
  migrations = await squashInSession(session, migrations, found);
  const files = repeatablesFor(options, goal);
  const plan = await withRepeatables(session, files, planGoal(migrations, found, goal), found);
  const verdicts = findVerdicts(options);
  if (isIdlePlan(plan)) {
    yield { kind: 'planned', plan };
    // After an up to a release without migrations, or by an earlier migrator.
    if (await lacksVerdicts(session, verdicts)) {
      yield* updateLedger(session, options, () => recordVerdicts(session, verdicts));
    }
    return;
  }
  const hooks = readHooks(options.migrations);
  const resets = await prepareSession(session);
  try {
    const pid = yield* acquireLock(session, options.waitForLockMs ?? WAIT_FOR_LOCK_MS);
    await refuseNonEmpty(session, plan, found, options);
    const isNew = await installTracking(session);
    await recordVerdicts(session, verdicts);
    const history = isNew ? historyOf([]) : yield* closeInterrupted(session);
    const goalPlan = planGoal(migrations, history, goal);
    const migrating = await withRepeatables(session, files, goalPlan, history);
    const locked = withHooks(migrating, hooks);
    refuseOtherPlan(locked, options.approved);
    yield { kind: 'planned', plan: locked };
    const versions = versionsToVerify(migrations, history, locked);
    yield* checkDrift(session, options, versions.before, 'before', locked.repeatables);
    if (!options.allowEditedDown) {
      refuseEditedDowns(editedDownsOf(locked, migrations, history), history);
    }
    // Somebody may have come while this waited for the lock.
    if (goal.direction === 'contract') await refuseUsed(session, goal);
    yield* guardDataLoss(client, locked, options.allowDataLoss ?? false);
    if (!locked.steps.every(isTransactional)) await installRareTables(session, 'progress');
    const origin = runOrigin(gitCommitOf(options), options.by);
    const cancellation = cancellationOf(session, pid, options.signal);
    await using watcher = watchSession(session);
    const parts = { client, ledger, resets, origin, cancellation, watcher };
    const context = { ...parts, ...window, options: withDefaults(options) };
    const around = positionAround(locked);
    yield* runHook(locked.hooks?.['before-all'], context, { ...around, position: 0 });
    yield* applyPlan(locked, context);
    // Once more: a migration may have taken a view along.
    const last = await withRepeatables(session, files, goalPlan, history);
    yield* applyRepeatables(last.repeatables ?? [], last.targetVersion ?? '', context);
    yield* runHook(locked.hooks?.['after-all'], context, around);
    if (migrations.some(isContract)) {
      const { applied } = await readHistory(session);
      await noteCoexisting(session, waitingContracts(migrations, applied));
    }
    yield* checkDrift(session, options, versions.after, 'after');
  } finally {
    await releaseLock(session);
    if (resets.end.length > 0) await runScript(client, resets.end.join(';\n'));
  }
}

/** Where what is told of a hook around all steps belongs: behind the last, or with 0 before the first. */
function positionAround({ steps, targetVersion, direction }: MigrationPlan) {
  const { length: total } = steps;
  return { version: targetVersion ?? '', direction, position: total, total };
}

/** What can be known without reading the scripts. A down and a retry have something to do. */
function listFor({ migrations }: MigrateOptions, goal: MigrationGoal) {
  if (goal.direction !== 'up' || typeof migrations !== 'string') return undefined;
  return listedMigrations(migrations, { to: goal.to });
}

/** Whether all that is listed is applied, and as it is listed. Whatever else is found, the files themselves decide. */
function isIdle(listed: readonly Migration[], { applied }: History): boolean {
  const hasAll = applied.length === listed.length;
  return hasAll && findHistoryProblems(listed, applied).length === 0;
}
