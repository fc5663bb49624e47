import { runScript } from '../connection/script-query.ts';
import { runHook } from '../hooks/run-hook.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { interruptRow } from '../tracking/ledger-sql.ts';
import { applyBatches } from './apply-batches.ts';
import { applyInTransaction, createStepSender, type StepSender } from './apply-in-transaction.ts';
import { applyStatements } from './apply-statements.ts';
import type { MigrationEvent } from './migration-event.ts';
import type { RunContext } from './run-context.ts';
import { isTransactional, type RunningStep, runningSteps, writeLedger } from './running-step.ts';

type Events = AsyncGenerator<MigrationEvent, void, undefined>;

/**
 * Runs the steps of a plan, each to its end before the next begins. The
 * migration lock must be held, and the tracking tables be there. Who stops
 * listening stops the run behind the migration that is under way.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, MIGRATION_BATCHES_INVALID, DATABASE_CONNECTION_LOST; the steps before stay done
 */
export async function* applyPlan(plan: MigrationPlan, context: RunContext): Events {
  const sender = createStepSender(context.client);
  let isFinished = false;
  try {
    for (const running of runningSteps(plan, context)) yield* applyStep(running, sender);
    isFinished = true;
  } finally {
    if (!isFinished) await leave(sender, context);
  }
}

async function* applyStep(running: RunningStep, sender: StepSender): Events {
  const { step, position, context, hooks } = running;
  yield { kind: 'migrationStarted', ...position };
  const began = performance.now();
  const { batches } = step.analysis.header;
  // In a script's own transaction they are in it.
  const alone = isTransactional(step) ? {} : hooks;
  yield* runHook(alone['before-each'], context, position, { keepsSettings: true });
  if (batches) yield* applyBatches(running, batches);
  else if (isTransactional(step)) yield* applyInTransaction(running, sender);
  else yield* applyStatements(running);
  yield* runHook(alone['after-each'], context, position);
  const kind = step.direction === 'up' ? 'migrationApplied' : 'migrationRolledBack';
  yield { kind, durationMs: performance.now() - began, ...position };
}

/** Leaves no row running and no transaction open. On a broken connection the next migrator closes the row. */
async function leave(sender: StepSender, context: RunContext): Promise<void> {
  await sender.settle();
  const { client, ledger, resets } = context;
  await runScript(client, ['ROLLBACK', ...resets.reset].join(';\n'));
  await runScript(client, writeLedger(context, interruptRow(ledger)));
}
