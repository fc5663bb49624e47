import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import type { Session } from '../connection/session.ts';
import { LOCK_CLASS } from '../tracking/ledger.ts';
import { describeLockHolder, findLockHolder, HOLDER_PID, type LockHolder } from './lock-holder.ts';
import { processIdOf, releaseBehindPooler, sharesSession } from './shared-session.ts';

/** Told once a second while another migrator has the lock. */
export interface LockWaiting {
  readonly kind: 'lockWaiting';
  readonly holder: LockHolder | null;
  readonly waitedMs: number;
}

export interface LockAcquired {
  readonly kind: 'lockAcquired';
  readonly waitedMs: number;
}

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;
const REPORT_EVERY_MS = 1000;

// In the one session that $2 names; without it in any.
const TRY_LOCK = `SELECT CASE coalesce($2, pg_catalog.pg_backend_pid()) WHEN pg_catalog.pg_backend_pid()
  THEN pg_catalog.pg_try_advisory_lock(${LOCK_CLASS}, $1) ELSE false END AS locked, pg_catalog.pg_backend_pid() AS pid`;
const UNLOCK = `SELECT pg_catalog.pg_advisory_unlock(${LOCK_CLASS}, $1)`;

/**
 * Takes the migration lock of the session's ledger. It asks again and again:
 * a session that waits inside `pg_advisory_lock` holds a snapshot, and the
 * holder's `CREATE INDEX CONCURRENTLY` would wait for that snapshot for ever.
 * Gives the server's number of the session that has it.
 *
 * @throws SchemaServiceError MIGRATION_LOCK_TIMEOUT after `timeoutMs`, MIGRATION_LOCK_NOT_HELD behind a
 *   pooler that gives every transaction another session
 */
export async function* acquireLock(
  session: Session,
  timeoutMs: number,
): AsyncGenerator<LockWaiting | LockAcquired, number, undefined> {
  const began = performance.now();
  let reported = Number.NEGATIVE_INFINITY;
  // Without a pooler the first try is all that is asked.
  let attempt = await tryLock(session, processIdOf(session.client) ?? 0);
  if (attempt.pid !== processIdOf(session.client)) {
    if (await sharesSession(session)) throw lockNotHeld();
    attempt = await tryLock(session);
  }
  for (let pause = FIRST_PAUSE_MS; !attempt.locked; pause *= 1.5) {
    const waitedMs = performance.now() - began;
    const holder = (await findLockHolder(session)) ?? null;
    if (waitedMs > timeoutMs) throw lockTimeout(holder, timeoutMs);
    if (waitedMs - reported >= REPORT_EVERY_MS) {
      reported = waitedMs;
      yield { kind: 'lockWaiting', holder, waitedMs };
    }
    // Jitter, so that many waiters do not ask in step.
    await sleep(Math.min(pause, LONGEST_PAUSE_MS) * (0.5 + Math.random()));
    attempt = await tryLock(session);
  }
  await verifyHeld(session, attempt.pid);
  yield { kind: 'lockAcquired', waitedMs: performance.now() - began };
  return attempt.pid;
}

/** Gives the lock back. On a broken connection there is nothing to do: the lock went with the session. */
export async function releaseLock({ client, ledger }: Session): Promise<void> {
  await client.query(UNLOCK, [ledger.lockObject]).catch(() => {});
}

interface LockAttempt {
  readonly locked: boolean;
  /** The server's session that it was asked in. */
  readonly pid: number;
}

async function tryLock({ client, ledger }: Session, only?: number): Promise<LockAttempt> {
  const { rows } = await client.query<LockAttempt>(TRY_LOCK, [ledger.lockObject, only ?? null]);
  return rows[0] ?? { locked: false, pid: 0 };
}

/** The session that has the lock must be the one that the next query runs in. */
async function verifyHeld(session: Session, pid: number): Promise<void> {
  const { client, ledger } = session;
  const { rows } = await client.query<{ holder: number | null; pid: number }>(
    `SELECT (${HOLDER_PID}) AS holder, pg_catalog.pg_backend_pid() AS pid`,
    [ledger.lockObject],
  );
  if (rows[0]?.holder === pid && rows[0].pid === pid) return;
  await releaseBehindPooler(session, pid);
  throw lockNotHeld();
}

function lockTimeout(holder: LockHolder | null, timeoutMs: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_LOCK_TIMEOUT',
    message: `Another migrator has held the lock of this database for over ${timeoutMs / 1000} s.`,
    why: holder
      ? `It is ${describeLockHolder(holder)}.`
      : 'It changed hands while this one waited.',
    fix: holder
      ? `Wait for it, or end it: SELECT pg_terminate_backend(${holder.pid}); A longer limit: --wait 2h`
      : 'Try again.',
    meta: { holder },
  });
}

function lockNotHeld(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_LOCK_NOT_HELD',
    message: 'The migration lock does not stay with this connection.',
    why: 'A connection pooler in transaction mode gives every transaction another session of the server.',
    fix: 'Connect to the server itself, or to a pool in session mode (pgbouncer: pool_mode = session).',
  });
}
