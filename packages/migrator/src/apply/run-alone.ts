import { setTimeout as sleep } from 'node:timers/promises';
import { isRepeatable, type SqlStatement, statementDigest } from '@schema-service/postgres-sql';
import type { Client } from 'pg';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import { recordBegun, recordStatement } from '../tracking/ledger-sql.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { type RunningStep, writeLedger } from './running-step.ts';
import { isWorthRetrying, pauseAfter, type Sent } from './send-message.ts';
import { type StatementLimits, setEach } from './statement-limits.ts';
import { answering, tellNotices } from './tell-notices.ts';
import { blockersOf } from './watch-session.ts';

/**
 * Runs one statement outside of transactions, by itself as psql sends it. Its note is written before, and closed behind
 * it. Where it could not have a lock it is tried again, unless a part of it is committed.
 */
export async function* runAlone(
  running: RunningStep,
  limits: StatementLimits,
  statement: SqlStatement,
): AsyncGenerator<MigrationEvent, Sent, undefined> {
  const { context, step, position } = running;
  const { client, cancellation, options } = context;
  const message = bareMessage(running, statement);
  const digest = statementDigest(step.script.sql, statement);
  const begun = recordBegun(context.ledger, statement.index, digest);
  await runOrThrow(client, writeLedger(context, begun));
  for (let tries = 1; ; tries++) {
    await runOrThrow(client, setEach('SET', limits.alone(statement, tries - 1)).join(';\n'));
    const before = await transactionNumber(client);
    const sent = answering((onNotice) =>
      cancellation.during(runScript(client, message.sql, onNotice)),
    );
    const outcome = yield* tellNotices(sent, message, position, context.watcher);
    if (!outcome.error) {
      await noteStatement(running, statement);
      return { outcome, message };
    }
    const isWhole = (await transactionNumber(client)) === before + 2;
    const mayRunAgain = isWhole || isRepeatable(statement.words);
    if (!isWorthRetrying(outcome) || !mayRunAgain || tries > options.lockRetries) {
      return { outcome, message, partly: !isWhole, tries };
    }
    const pauseMs = pauseAfter(tries);
    const reason = outcome.error.message;
    const blockers = blockersOf(outcome.error);
    yield { kind: 'migrationRetrying', reason, blockers, tries, pauseMs, ...position };
    await sleep(pauseMs);
  }
}

const NUMBER = `SELECT virtualtransaction AS id FROM pg_catalog.pg_locks
  WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() LIMIT 1`;

/**
 * Counts the transactions of the session, this question included. Two behind another one, what was sent between them was
 * one transaction; where it failed, that was rolled back whole. NaN where nothing can be asked any more.
 */
async function transactionNumber(client: Client): Promise<number> {
  const { rows } = await client
    .query<{ id: string }>(NUMBER)
    .catch(() => ({ rows: [] as { id: string }[] }));
  return Number(rows[0]?.id.split('/')[1]);
}

/** Notes a statement that is done. */
export async function noteStatement(running: RunningStep, statement: SqlStatement): Promise<void> {
  const { client, resets } = running.context;
  // Of ASCII alone, which is read the same whatever the statement has set.
  const note = writeLedger(running.context, noteOf(running, statement));
  await runOrThrow(client, [note, ...resets.reading].join(';\n'));
}

export const noteOf = ({ context, step }: RunningStep, statement: SqlStatement): string =>
  recordStatement(context.ledger, statement.index, statementDigest(step.script.sql, statement));

/** The statement, and nothing of ours around it. */
export function bareMessage({ context, step }: RunningStep, statement: SqlStatement): Message {
  const { start, end, words } = statement;
  // What PostgreSQL says that it is, but for the migration lock, which it would let go of.
  const sql =
    words === 'DISCARD ALL'
      ? context.resets.discard.join(';\n')
      : step.script.sql.slice(start, end);
  return { before: [], sql, offset: start, statements: [statement], after: [] };
}
