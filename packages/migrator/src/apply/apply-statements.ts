import { runOrThrow, runScript } from '../connection/script-query.ts';
import type { SqlStatement } from '../sql/sql-statement.ts';
import { runsOutsideTransactions } from '../sql/statement-rules.ts';
import { advance, recordStatement } from '../tracking/ledger-sql.ts';
import { dropInvalidIndex } from './drop-invalid-index.ts';
import { finishedBeforeInterruption } from './finished-before-interruption.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { beginScript, endScript, type RunningStep } from './running-step.ts';
import { type Sent, sendMessage } from './send-message.ts';

/**
 * Runs a script statement by statement, each noted as it is done, so that a
 * later attempt goes on after the last good one.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyStatements(
  running: RunningStep,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position } = running;
  const { statements } = step.analysis;
  const move = (rows: Parameters<typeof advance>[2]) =>
    runOrThrow(context.client, advance(context.ledger, context.origin, rows));
  await move({ next: step });
  for (const statement of statements.slice(step.statementsDone)) {
    const { index } = statement;
    const statementPosition = { statement: index, statements: statements.length, ...position };
    if (await finishedBeforeInterruption(running, statement)) {
      await runOrThrow(context.client, recordStatement(context.ledger, index));
    } else {
      yield { kind: 'statementStarted', ...statementPosition };
      yield* dropInvalidIndex(running, statement);
      const sent = runsOutsideTransactions(statement.words)
        ? await runAlone(running, statement)
        : yield* sendMessage(context, statementMessage(running, statement), position);
      if (sent.outcome.error) await recordFailure(running, sent);
    }
    yield { kind: 'statementApplied', ...statementPosition };
  }
  await move({ done: step });
}

function statementMessage(running: RunningStep, statement: SqlStatement): Message {
  return {
    ...messageOf(running, statement),
    before: beginScript(running),
    after: endScript(running, recordStatement(running.context.ledger, statement.index)),
  };
}

/** What cannot be in a transaction cannot be in a message with anything else either. */
async function runAlone(running: RunningStep, statement: SqlStatement): Promise<Sent> {
  const { client, ledger, options, resets } = running.context;
  // By default without a lock timeout: such statements wait without blocking
  // others, and one that gives up leaves an invalid index behind.
  const { lockTimeoutMs = 0, statementTimeoutMs = options.statementTimeoutMs } =
    running.step.analysis.header;
  const timeouts = [
    `SET lock_timeout = ${lockTimeoutMs}`,
    `SET statement_timeout = ${statementTimeoutMs}`,
  ];
  await runOrThrow(client, [...resets.before, ...timeouts].join(';\n'));
  const message = messageOf(running, statement);
  const outcome = await runScript(client, message.sql);
  if (!outcome.error) await runOrThrow(client, recordStatement(ledger, statement.index));
  return { outcome, message };
}

function messageOf({ step }: RunningStep, statement: SqlStatement): Message {
  const { start, end } = statement;
  const sql = step.script.sql.slice(start, end);
  return { before: [], sql, offset: start, statements: [statement], after: [] };
}
