import { setsSession } from '@schema-service/postgres-sql';
import { runOrThrow } from '../connection/script-query.ts';
import { advance, recordStatement } from '../tracking/ledger-sql.ts';
import { dropInvalidIndex } from './drop-invalid-index.ts';
import { finishedBeforeInterruption } from './finished-before-interruption.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { noteStatement } from './run-alone.ts';
import { runStatement, setAgain } from './run-statement.ts';
import { type RunningStep, releaseLocks, writeLedger } from './running-step.ts';
import { statementLimits } from './statement-limits.ts';

/**
 * Runs a script statement by statement, each noted as it is done, so that a
 * later attempt goes on after the last good one. What they set lasts to the end
 * of the script and no longer.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyStatements(
  running: RunningStep,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position } = running;
  const { client, ledger, origin, resets } = context;
  const { statements } = step.analysis;
  const limits = statementLimits(running);
  const { statedDone } = step;
  const stated = statedDone
    ? [recordStatement(ledger, statedDone.statement, statedDone.digest)]
    : [];
  await runOrThrow(client, [advance(ledger, origin, { next: step }), ...stated].join(';\n'));
  for (const statement of statements.slice(0, step.statementsDone)) {
    if (!setsSession(statement.words)) continue;
    const sent = await setAgain(running, statement);
    if (sent.outcome.error) await recordFailure(running, sent);
  }
  for (const statement of statements.slice(step.statementsDone)) {
    const at = { statement: statement.index, statements: statements.length, ...position };
    if (await finishedBeforeInterruption(running, statement)) {
      await noteStatement(running, statement);
    } else {
      yield { kind: 'statementStarted', ...at };
      const sent =
        (yield* dropInvalidIndex(running, limits, statement)) ??
        (yield* runStatement(running, limits, statement));
      if (sent.outcome.error) await recordFailure(running, sent);
    }
    yield { kind: 'statementApplied', ...at };
  }
  await runOrThrow(client, [...resets.reset, ...releaseLocks(running)].join(';\n'));
  await runOrThrow(client, writeLedger(context, advance(ledger, origin, { done: step })));
}
