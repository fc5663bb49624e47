import { setTimeout as sleep } from 'node:timers/promises';
import { fillBatch, type SqlStatement, statementDigest } from '@schema-service/postgres-sql';
import { codeOf } from '../connection/connection-error.ts';
import { runOrThrow, runScript, type ScriptOutcome } from '../connection/script-query.ts';
import { type BatchProgress, batchRangeText } from '../tracking/batch-progress.ts';
import { recordBatch } from '../tracking/ledger-sql.ts';
import {
  type BatchKey,
  type BatchPage,
  keyValues,
  type PageBounds,
  readLastKey,
  readPage,
} from './batch-key.ts';
import { countWaiting, nextPause, watchLag } from './batch-pace.ts';
import { isTimeOver, waitForStrain, waitWhilePaused } from './batch-pause.ts';
import type { Message } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { type RunningStep, writeLedger } from './running-step.ts';
import { isWorthRetrying, pauseAfter, type Sent } from './send-message.ts';
import { type StatementLimits, setEach } from './statement-limits.ts';
import { answering, tellNotices } from './tell-notices.ts';
import { blockersOf } from './watch-session.ts';

/** The class of SQLSTATEs of values that cannot be cast, are out of range, and so on. */
const DATA_EXCEPTION = '22';

/** Rows of the first batch; the time that it takes says how many the next one has. */
const FIRST_SIZE = 500;
const LARGEST_SIZE = 1_000_000;

/** How much smaller or larger than the one before it a batch may be. */
const SMALLEST_FACTOR = 0.3;
const LARGEST_FACTOR = 2;

/** A statement that goes through a table. */
export interface BatchRun {
  readonly running: RunningStep;
  readonly statement: SqlStatement;
  readonly key: BatchKey;
  readonly limits: StatementLimits;
}

type BatchEvents<T> = AsyncGenerator<MigrationEvent, T, undefined>;

/**
 * Runs a statement for one range of the key after another until there is no row
 * behind the last one: rows that come meanwhile with higher keys are gone
 * through, too. Those of a fill have their values from triggers: it ends at the last key that was there as it
 * began, and so beside clients that insert all the time. Every batch is one transaction with the note how far it came.
 * Gives how far it is then, or the failure of a batch that did not work.
 *
 * @param passBefore how far it was behind a pass before this one
 */
export async function* runBatches(
  run: BatchRun,
  passBefore?: BatchProgress,
): BatchEvents<BatchProgress | Sent | 'timeOver'> {
  const { running, statement, key } = run;
  const { context, step, position } = running;
  const { client, options } = context;
  const { maxLagMs } = options;
  let progress = passBefore ? { ...passBefore, lastKey: null } : firstProgress(run);
  const start = { at: performance.now(), rows: progress.rowsPassed };
  const lag = watchLag(client);
  let askedAt = Number.NEGATIVE_INFINITY;
  let pauseMs = 0;
  await runOrThrow(context.client, writeLedger(context, recordBatch(context.ledger, progress)));
  const isFill = step.analysis.header.phase === 'fill';
  const end = isFill ? await readLastKey(client, key) : undefined;
  for (;;) {
    askedAt = yield* waitWhilePaused(running, askedAt);
    if (isTimeOver(context)) return 'timeOver';
    const began = performance.now();
    const result = yield* runBatch(run, progress, end);
    if (result === undefined) return progress;
    if ('outcome' in result) return result;
    const rowsBefore = progress.rowsChanged;
    progress = result.progress;
    const durationMs = performance.now() - began;
    const strain = { lagMs: await lag.read(), waiting: result.waiting };
    pauseMs = nextPause(pauseMs, strain, { maxLagMs, targetMs: targetOf(running) });
    yield {
      kind: 'batchApplied',
      statement: statement.index,
      statements: step.analysis.statements.length,
      batches: progress.batches,
      rowsPassed: progress.rowsPassed,
      rowsChanged: progress.rowsChanged,
      changed: progress.rowsChanged - rowsBefore,
      estimatedRows: key.estimatedRows,
      remainingMs: remainingMs(progress, key, start),
      durationMs,
      ...position,
    };
    yield* waitForStrain(running, pauseMs, strain);
  }
}

/** By the rows that this run has gone through so far; a second pass is over when it is. */
function remainingMs(
  { rowsPassed }: BatchProgress,
  { estimatedRows }: BatchKey,
  start: { readonly at: number; readonly rows: number },
): number | null {
  const left = (estimatedRows ?? 0) - rowsPassed;
  if (left <= 0) return null;
  return Math.round(((performance.now() - start.at) / (rowsPassed - start.rows)) * left);
}

/** Where the statement begins: behind what an earlier attempt has done. */
function firstProgress({ running: { step }, statement }: BatchRun): BatchProgress {
  const { batchProgress, script, analysis } = step;
  const { batches } = analysis.header;
  const fresh = { lastKey: null, batches: 0, rowsPassed: 0, rowsChanged: 0, size: FIRST_SIZE };
  return {
    ...(batchProgress?.statement === statement.index ? batchProgress : fresh),
    statement: statement.index,
    digest: statementDigest(script.sql, statement),
    range: batches ? batchRangeText(batches) : '',
  };
}

/** A batch that is done, and how many sessions waited for its locks. */
interface Batched {
  readonly progress: BatchProgress;
  readonly waiting: number;
}

/** One batch, tried again with fewer rows where it could not have a lock; undefined where no row is left. */
async function* runBatch(
  run: BatchRun,
  progress: BatchProgress,
  end: PageBounds['end'],
): BatchEvents<Batched | Sent | undefined> {
  const { context, position } = run.running;
  let { size } = progress;
  for (let tries = 1; ; tries++) {
    const result = yield* tryBatch(run, { ...progress, size }, end);
    if (result === undefined || !('outcome' in result)) return result;
    if (!isWorthRetrying(result.outcome) || tries > context.options.lockRetries) {
      return { ...result, tries };
    }
    const pauseMs = pauseAfter(tries);
    const reason = result.outcome.error?.message ?? '';
    const blockers = blockersOf(result.outcome.error);
    yield { kind: 'migrationRetrying', reason, blockers, tries, pauseMs, ...position };
    await sleep(pauseMs);
    size = Math.ceil(size / 2);
  }
}

async function* tryBatch(
  run: BatchRun,
  progress: BatchProgress,
  end: PageBounds['end'],
): BatchEvents<Batched | Sent | undefined> {
  const { client } = run.running.context;
  const began = performance.now();
  try {
    await begin(run);
    const page = await readPage(client, run.key, { ...progress, end });
    if (!page) {
      await runOrThrow(client, 'ROLLBACK');
      return undefined;
    }
    const found = performance.now();
    const outcome = yield* changeRows(run, page);
    if (outcome.error) throw outcome.error;
    const rowsMs = performance.now() - found;
    const next = { ...progress, ...advance(progress, page, outcome.rows ?? 0) };
    const waiting = await countWaiting(client);
    const cost = { rows: page.rows, rowsMs, besidesMs: performance.now() - began - rowsMs };
    const sized = { ...next, size: nextSize(next.size, targetOf(run.running), cost) };
    yield* commit(run, sized);
    return { progress: sized, waiting };
  } catch (error) {
    await runScript(client, 'ROLLBACK');
    if (!(error instanceof Error)) throw error;
    return { outcome: { completed: 0, error }, message: bareMessage(run) };
  }
}

/** Read-write, because the note has to be, and the role may have set default_transaction_read_only. */
async function begin({ running, statement, limits }: BatchRun): Promise<void> {
  const settings = setEach('SET LOCAL', limits.inTransaction(statement));
  const { error } = await runScript(
    running.context.client,
    ['BEGIN READ WRITE', ...settings].join(';\n'),
  );
  if (error) throw error;
}

/** The statement for the rows of a page. The position in an error is made that in the statement as it is written. */
async function* changeRows(run: BatchRun, { from, to }: BatchPage): BatchEvents<ScriptOutcome> {
  const { running, key } = run;
  const range = { from: keyValues(key, from), to: keyValues(key, to) };
  const { sql, writtenOffset } = fillBatch(bareMessage(run).sql, range);
  const { client, cancellation, watcher } = running.context;
  const sent = answering((onNotice) => cancellation.during(runScript(client, sql, onNotice)));
  const outcome = yield* tellNotices(sent, bareMessage(run), running.position, watcher);
  const { error } = outcome;
  if (error && 'position' in error && typeof error.position === 'string') {
    // PostgreSQL counts characters, and from 1.
    const filled = [...sql].slice(0, Number(error.position) - 1).join('').length;
    const written = bareMessage(run).sql.slice(0, writtenOffset(filled));
    error.position = String([...written].length + 1);
  }
  // A value that cannot be cast is named by PostgreSQL, and its row is not.
  if (error && 'detail' in error && codeOf(error)?.startsWith(DATA_EXCEPTION)) {
    const rows = `The batch has the rows from (${from.join(', ')}) to (${to.join(', ')}).`;
    error.detail = [error.detail, rows].filter(Boolean).join(' ');
  }
  return outcome;
}

/** What the statement deferred to the end still runs as the session is; the note is written as ourselves. */
async function* commit(run: BatchRun, progress: BatchProgress): BatchEvents<void> {
  const { context, position } = run.running;
  const { reading, ourselves } = context.resets;
  const note = recordBatch(context.ledger, progress);
  const end = ['SET CONSTRAINTS ALL IMMEDIATE', ...reading, ...ourselves, note, 'COMMIT'];
  const sent = answering((onNotice) => runScript(context.client, end.join(';\n'), onNotice));
  const { error } = yield* tellNotices(sent, bareMessage(run), position);
  if (error) throw error;
}

function advance(
  { lastKey, batches, rowsPassed, rowsChanged }: BatchProgress,
  { to, rows }: BatchPage,
  changed: number,
): Pick<BatchProgress, 'lastKey' | 'batches' | 'rowsPassed' | 'rowsChanged'> {
  // Of a key whose text is not exact: it would go on for ever.
  if (lastKey && to.every((text, index) => text === lastKey[index])) {
    throw new Error(`the key (${to.join(', ')}) comes again behind itself`);
  }
  return {
    lastKey: to,
    batches: batches + 1,
    rowsPassed: rowsPassed + rows,
    rowsChanged: rowsChanged + changed,
  };
}

/** How long a batch is to take, in ms. */
const targetOf = ({ step }: RunningStep): number => step.analysis.header.batches?.targetMs ?? 0;

/** What a batch took, its commit left out. */
interface BatchCost {
  readonly rows: number;
  /** The statement for them. */
  readonly rowsMs: number;
  /** To begin, to find them, to look who waits. */
  readonly besidesMs: number;
}

/**
 * How many rows the next batch is to have. One that was not full says nothing of how long a full one takes. What takes its
 * time whatever the rows are, on a server that is busy or far away, is at most half of a batch: it would have ever fewer rows
 * otherwise, and never be done. Pure.
 */
export function nextSize(
  size: number,
  targetMs: number,
  { rows, rowsMs, besidesMs }: BatchCost,
): number {
  const ratio = Math.max(targetMs, 2 * besidesMs) / (rowsMs + besidesMs);
  const factor = Math.min(LARGEST_FACTOR, Math.max(SMALLEST_FACTOR, ratio));
  if (rows < size && factor > 1) return size;
  return Math.min(LARGEST_SIZE, Math.max(1, Math.round(size * factor)));
}

function bareMessage({ running: { step }, statement }: BatchRun): Message {
  const { start, end } = statement;
  const sql = step.script.sql.slice(start, end);
  return { before: [], sql, offset: start, statements: [statement], after: [] };
}
