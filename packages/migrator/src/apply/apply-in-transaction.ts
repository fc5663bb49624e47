import { closeRow, openRow } from '../tracking/ledger-sql.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { begin, beginScript, endScript, type RunningStep } from './running-step.ts';
import { sendMessage } from './send-message.ts';

/**
 * Runs a script in one transaction that also closes its row. One message does
 * it all: the row is written and committed, then script and closing together.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyInTransaction(
  running: RunningStep,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position } = running;
  const opening = [...begin(false), openRow(context.ledger, step, context.origin), 'COMMIT'];
  const message: Message = {
    before: beginScript(running),
    sql: step.script.sql,
    offset: 0,
    statements: step.analysis.statements,
    after: endScript(running, closeRow(context.ledger, step)),
  };
  const sent = yield* sendMessage(context, message, opening, position);
  if (sent.outcome.error) await recordFailure(running, sent);
}
