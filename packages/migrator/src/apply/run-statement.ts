import {
  isForTransaction,
  runsOutsideTransactions,
  type SqlStatement,
  statementDigest,
} from '@schema-service/postgres-sql';
import { codeOf } from '../connection/connection-error.ts';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import { recordStatement } from '../tracking/ledger-sql.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { type RunningStep, writeLedger } from './running-step.ts';
import { type Sent, sendMessage } from './send-message.ts';
import { type StatementLimits, setEach } from './statement-limits.ts';

/** active_sql_transaction: it cannot be in one. */
const OUTSIDE_ONLY = '25001';
/** invalid_transaction_termination: it commits by itself. */
const COMMITS = '2D000';

/**
 * Runs one statement of a script without a transaction, and notes it: in one
 * transaction with its note, or where it cannot be in one (some are known by
 * their words, of others PostgreSQL says so and has done nothing then), alone.
 * What it has set stays for the statements behind it.
 */
export async function* runStatement(
  running: RunningStep,
  limits: StatementLimits,
  statement: SqlStatement,
): AsyncGenerator<MigrationEvent, Sent, undefined> {
  const { words } = statement;
  if (runsOutsideTransactions(words) || isForTransaction(words)) {
    return runAlone(running, statement, limits.alone(statement));
  }
  const messageOf = (tries: number): Message =>
    statementMessage(running, statement, limits.inTransaction(statement, tries));
  const sent = yield* sendMessage(running.context, messageOf, running.position);
  const code = codeOf(sent.outcome.error);
  if (code === COMMITS) return runAlone(running, statement, limits.inTransaction(statement));
  return code === OUTSIDE_ONLY ? runAlone(running, statement, limits.alone(statement)) : sent;
}

function statementMessage(
  running: RunningStep,
  statement: SqlStatement,
  limits: readonly string[],
): Message {
  const { ourselves, reading } = running.context.resets;
  return {
    ...bareMessage(running, statement),
    // Read-write, because the note has to be, and a script may have set default_transaction_read_only.
    before: ['BEGIN READ WRITE', ...setEach('SET LOCAL', limits)],
    after: [...reading, ...ourselves, noteOf(running, statement), 'COMMIT'],
  };
}

/** What cannot be in a transaction cannot be in a message with anything else either. */
async function runAlone(
  running: RunningStep,
  statement: SqlStatement,
  limits: readonly string[],
): Promise<Sent> {
  const { client, cancellation } = running.context;
  await runOrThrow(client, setEach('SET', limits).join(';\n'));
  const message = bareMessage(running, statement);
  const outcome = await cancellation.during(runScript(client, message.sql));
  if (!outcome.error) await noteStatement(running, statement);
  return { outcome, message, alone: true };
}

/** Notes a statement that is done. */
export async function noteStatement(running: RunningStep, statement: SqlStatement): Promise<void> {
  const { client, resets } = running.context;
  // Of ASCII alone, which is read the same whatever the statement has set.
  const note = writeLedger(running.context, noteOf(running, statement));
  await runOrThrow(client, [note, ...resets.reading].join(';\n'));
}

/** Makes a setting of an earlier attempt again, which went with its session. */
export async function setAgain(running: RunningStep, statement: SqlStatement): Promise<Sent> {
  const { client, resets } = running.context;
  const message = bareMessage(running, statement);
  const outcome = await runScript(client, message.sql);
  if (!outcome.error) await runOrThrow(client, resets.reading.join(';\n'));
  return { outcome, message };
}

const noteOf = ({ context, step }: RunningStep, statement: SqlStatement): string =>
  recordStatement(context.ledger, statement.index, statementDigest(step.script.sql, statement));

function bareMessage({ step }: RunningStep, statement: SqlStatement): Message {
  const { start, end } = statement;
  const sql = step.script.sql.slice(start, end);
  return { before: [], sql, offset: start, statements: [statement], after: [] };
}
