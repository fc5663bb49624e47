import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { openSibling, type Session } from '../connection/session.ts';
import { LOCK_CLASS } from '../tracking/ledger.ts';

const ROUNDS = 5;
const SIBLINGS = 20;
const LONGEST_ANSWER_MS = 2000;

/**
 * Whether a pooler gives this connection another session of the server for
 * every transaction. A pooler shows itself by a process id that is not the
 * backend's; whether it shares sessions, a second connection tells: it gets our
 * own backend while ours is idle. Where others are quicker to get it, ours
 * changes. A pool that is used up and has none for it has not got ours back. Asked before a lock is taken, which would stay with whichever
 * session ran that one query.
 */
export async function sharesSession(session: Session): Promise<boolean> {
  const pid = await backendPid(session.client);
  if (processIdOf(session.client) === pid) return false;
  await using sibling = await openSibling(session);
  for (let round = 0; round < ROUNDS; round++) {
    const late = sleep(LONGEST_ANSWER_MS, 'late' as const, { ref: false });
    const seen = await Promise.race([backendPid(sibling.client), late]);
    if (seen === 'late') return false;
    if (seen === pid) return true;
    if ((await backendPid(session.client)) !== pid) return true;
  }
  return false;
}

export async function backendPid(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

/** What the server, or the pooler, said when the connection was made. */
export function processIdOf(client: Client): number | null {
  return (client as Client & { readonly processID: number | null }).processID;
}

/** Lets go of a lock that was taken in a session which the pooler has given away: many at once reach it, one after another may not. */
export async function releaseBehindPooler(session: Session, pid: number): Promise<void> {
  const release = `SELECT CASE WHEN pg_catalog.pg_backend_pid() = ${pid}
    THEN pg_catalog.pg_advisory_unlock(${LOCK_CLASS}, ${session.ledger.lockObject})::text
    ELSE pg_catalog.pg_sleep(0.2)::text END`;
  await Promise.allSettled(
    Array.from({ length: SIBLINGS }, async () => {
      await using sibling = await openSibling(session);
      await sibling.client.query(release);
    }),
  );
}
