import { connectionLost, isConnectionLoss } from '../connection/connection-lost.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { describeFailure } from './describe-failure.ts';
import { migrationFailed } from './migration-failed.ts';
import { type RunningStep, writeLedger } from './running-step.ts';
import type { Sent } from './send-message.ts';

/**
 * Closes the row of a script that failed, and throws why. Its commit waits for
 * the disk, and by the order of the log so does everything before it.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function recordFailure({ context, step }: RunningStep, sent: Sent): Promise<never> {
  const { error } = sent.outcome;
  // Nothing can be written any more. The row stays running, and the next migrator closes it.
  if (isConnectionLoss(error)) throw connectionLost(error, step.script.path);
  const { transactional } = step.analysis.header;
  const failure = describeFailure(step.script.sql, sent.message, sent.outcome, transactional);
  // In a message before the words of the failure, which it must be able to read.
  await runOrThrow(context.client, context.resets.reset.join(';\n'));
  const row = failRow(context.ledger, step.migration.id, failure);
  await runOrThrow(context.client, writeLedger(context, row));
  throw migrationFailed(step, failure, error, sent.alone ?? false);
}
