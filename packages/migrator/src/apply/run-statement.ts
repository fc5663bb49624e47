import { type SqlStatement, sharesTransaction } from '@schema-service/postgres-sql';
import { codeOf } from '../connection/connection-error.ts';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { bareMessage, noteOf, runAlone } from './run-alone.ts';
import type { RunningStep } from './running-step.ts';
import { type Sent, sendMessage } from './send-message.ts';
import { type StatementLimits, setEach } from './statement-limits.ts';

/** active_sql_transaction, and invalid_transaction_termination: of what only PostgreSQL knows. It has done nothing then. */
const NOT_IN_TRANSACTIONS = new Set(['25001', '2D000']);

/**
 * Runs one statement of a script without a transaction, and notes it. Where it can be in a transaction as it can be
 * alone, the note is in the same one, so that both are there or neither is; any other is sent alone. What it has set
 * stays for the statements behind it.
 */
export async function* runStatement(
  running: RunningStep,
  limits: StatementLimits,
  statement: SqlStatement,
): AsyncGenerator<MigrationEvent, Sent, undefined> {
  const { words, start, end } = statement;
  if (!sharesTransaction(words, running.step.script.sql.slice(start, end))) {
    return yield* runAlone(running, limits, statement);
  }
  const messageOf = (tries: number): Message =>
    statementMessage(running, statement, limits.inTransaction(statement, tries));
  const sent = yield* sendMessage(running.context, messageOf, running.position);
  if (!NOT_IN_TRANSACTIONS.has(codeOf(sent.outcome.error) ?? '')) return sent;
  return yield* runAlone(running, limits, statement);
}

/** What the statement deferred to its end runs as the script left things, and not as the history is written. */
const DEFERRED = 'SET CONSTRAINTS ALL IMMEDIATE';

/** A statement in one transaction with its note. */
export function statementMessage(
  running: RunningStep,
  statement: SqlStatement,
  limits: readonly string[],
): Message {
  const { ourselves, reading } = running.context.resets;
  return {
    ...bareMessage(running, statement),
    // Read-write, because the note has to be, and a script may have set default_transaction_read_only.
    before: ['BEGIN READ WRITE', ...setEach('SET LOCAL', limits)],
    after: [DEFERRED, ...reading, ...ourselves, noteOf(running, statement), 'COMMIT'],
  };
}

/** Makes a setting of an earlier attempt again, which went with its session. */
export async function setAgain(running: RunningStep, statement: SqlStatement): Promise<Sent> {
  const { client, resets } = running.context;
  const message = bareMessage(running, statement);
  const outcome = await runScript(client, message.sql);
  if (!outcome.error) await runOrThrow(client, resets.reading.join(';\n'));
  return { outcome, message };
}
