import { runOrThrow } from '../connection/script-query.ts';
import { advance } from '../tracking/ledger-sql.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { begin, type RunningStep } from './running-step.ts';
import { sendMessage } from './send-message.ts';
import { type StepSender, stepMessage } from './step-sender.ts';

/**
 * Runs a script in one transaction that also closes its row, in one message.
 * The row was written and committed before: with the closing of the one before
 * it, or here.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyInTransaction(
  running: RunningStep,
  sender: StepSender,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position, openedBefore } = running;
  if (!openedBefore) {
    const opening = advance(context.ledger, context.origin, { next: step });
    await runOrThrow(context.client, [...begin(false), opening, 'COMMIT'].join(';\n'));
  }
  const first = await sender.take(running);
  const sent = yield* sendMessage(context, stepMessage(running), position, first);
  if (sent.outcome.error) await recordFailure(running, sent);
}
