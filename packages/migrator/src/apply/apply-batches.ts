import type { BatchDirective, SqlStatement } from '@schema-service/postgres-sql';
import { runOrThrow } from '../connection/script-query.ts';
import type { BatchProgress } from '../tracking/batch-progress.ts';
import { advance, recordBatch } from '../tracking/ledger-sql.ts';
import { installPause } from '../tracking/pause.ts';
import { findBatchKey } from './batch-key.ts';
import { endForTime } from './batch-pause.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { noteStatement } from './run-alone.ts';
import { runBatches } from './run-batches.ts';
import { type RunningStep, releaseLocks, writeLedger } from './running-step.ts';
import { statementLimits } from './statement-limits.ts';
import { untilNoneLeft } from './verify-batches.ts';

/**
 * Runs a script in batches, statement by statement, each noted as it is done. A
 * later attempt goes on behind the last batch.
 *
 * @throws SchemaServiceError MIGRATION_BATCHES_INVALID before anything is written; MIGRATION_FAILED, MIGRATION_PAUSED,
 *   MIGRATION_BATCHES_LEFT, DATABASE_CONNECTION_LOST
 */
export async function* applyBatches(
  running: RunningStep,
  batches: BatchDirective,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position } = running;
  const { client, ledger, origin, resets } = context;
  const { statements } = step.analysis;
  const key = await findBatchKey(client, step.script, batches);
  await installPause(context);
  // A crash of the server takes whole batches with their notes, at the end; the closing of the row waits for the disk.
  const limits = statementLimits({ ...running, durable: context.options.syncCommit });
  // In one transaction, so that every row says how far the attempts before it came.
  const progress = step.batchProgress ? [recordBatch(ledger, step.batchProgress)] : [];
  const opening = [advance(ledger, origin, { next: step }), ...progress];
  await runOrThrow(client, opening.join(';\n'));
  const verify = step.analysis.header.verify;
  const passes = new Map<SqlStatement, BatchProgress>();
  const runPass = async function* (statement: SqlStatement) {
    const run = { running, statement, key, limits };
    const ended = yield* runBatches(run, passes.get(statement));
    if (ended === 'timeOver') return endForTime(running);
    if ('outcome' in ended) return recordFailure(running, ended);
    passes.set(statement, ended);
  };
  for (const statement of statements.slice(step.statementsDone)) {
    const at = { statement: statement.index, statements: statements.length, ...position };
    yield { kind: 'statementStarted', ...at };
    yield* runPass(statement);
    // Before the last one is noted: a later attempt is to verify, too.
    if (verify && statement === statements.at(-1)) {
      yield* untilNoneLeft(running, verify, async function* () {
        for (const again of statements) yield* runPass(again);
      });
    }
    await noteStatement(running, statement);
    yield { kind: 'statementApplied', ...at };
  }
  await runOrThrow(client, [...resets.reset, ...releaseLocks(running)].join(';\n'));
  await runOrThrow(client, writeLedger(context, advance(ledger, origin, { done: step })));
}
