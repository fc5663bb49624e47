import type { BatchDirective } from '@schema-service/postgres-sql';
import { runOrThrow } from '../connection/script-query.ts';
import { advance, recordBatch } from '../tracking/ledger-sql.ts';
import { findBatchKey } from './batch-key.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { noteStatement } from './run-alone.ts';
import { runBatches } from './run-batches.ts';
import { type RunningStep, releaseLocks, writeLedger } from './running-step.ts';
import { statementLimits } from './statement-limits.ts';

/**
 * Runs a script in batches, statement by statement, each noted as it is done. A
 * later attempt goes on behind the last batch.
 *
 * @throws SchemaServiceError MIGRATION_BATCHES_INVALID before anything is written; MIGRATION_FAILED,
 *   DATABASE_CONNECTION_LOST
 */
export async function* applyBatches(
  running: RunningStep,
  batches: BatchDirective,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position } = running;
  const { client, ledger, origin, resets } = context;
  const { statements } = step.analysis;
  const key = await findBatchKey(client, step.script, batches);
  const limits = statementLimits(running);
  // In one transaction, so that every row says how far the attempts before it came.
  const progress = step.batchProgress ? [recordBatch(ledger, step.batchProgress)] : [];
  const opening = [advance(ledger, origin, { next: step }), ...progress];
  await runOrThrow(client, opening.join(';\n'));
  for (const statement of statements.slice(step.statementsDone)) {
    const at = { statement: statement.index, statements: statements.length, ...position };
    yield { kind: 'statementStarted', ...at };
    const failed = yield* runBatches({ running, statement, key, limits });
    if (failed) await recordFailure(running, failed);
    await noteStatement(running, statement);
    yield { kind: 'statementApplied', ...at };
  }
  await runOrThrow(client, [...resets.reset, ...releaseLocks(running)].join(';\n'));
  await runOrThrow(client, writeLedger(context, advance(ledger, origin, { done: step })));
}
