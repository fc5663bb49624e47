import type { Client } from 'pg';

/** What of the server speaks for going slower, after a batch. */
export interface Strain {
  /** How far the slowest standby is behind this run, in ms; `null` where there is none, or the role may not see it. */
  readonly lagMs: number | null;
  /** Sessions that waited for a lock of the batch. */
  readonly waiting: number;
}

/** A place in the write-ahead log that was reached at a time, in ms. */
interface Sample {
  readonly place: number;
  readonly at: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** Below it there is no pause. */
const SHORTEST_PAUSE_MS = 50;

/** What a run is to keep to, in ms. */
export interface PaceLimits {
  /** 0: however far. */
  readonly maxLagMs: number;
  /** How long a batch is to take. */
  readonly targetMs: number;
}

/**
 * How long to wait before the next batch, in ms: twice as long while a standby is too far behind or sessions wait, and half
 * as long as soon as that is over. For sessions never longer than a batch takes: those that write all the time wait for
 * every batch, of whatever size, and what they have of a pause is the time in which they do not. Pure.
 */
export function nextPause(
  pauseMs: number,
  { lagMs, waiting }: Strain,
  { maxLagMs, targetMs }: PaceLimits,
): number {
  const longer = Math.max(FIRST_PAUSE_MS, pauseMs * 2);
  if (maxLagMs > 0 && lagMs !== null && lagMs > maxLagMs) return Math.min(LONGEST_PAUSE_MS, longer);
  if (waiting > 0) return Math.max(pauseMs / 2, Math.min(targetMs, longer));
  return pauseMs / 2 < SHORTEST_PAUSE_MS ? 0 : pauseMs / 2;
}

/** How old the oldest place is that a standby has not replayed. Pure. */
export function lagBehind(samples: readonly Sample[], replayed: number, now: number): number {
  const left = samples.find(({ place }) => place > replayed);
  return left ? now - left.at : 0;
}

// pg_stat_replication has a lag of its own, which stands still where a standby does.
const PLACES = `
  SELECT (pg_catalog.pg_current_wal_insert_lsn() - '0/0'::pg_catalog.pg_lsn)::double precision AS place,
    (SELECT pg_catalog.min(replay_lsn - '0/0'::pg_catalog.pg_lsn)::double precision
     FROM pg_catalog.pg_stat_replication WHERE state = 'streaming') AS replayed`;

const WAITING = `
  SELECT pg_catalog.count(*)::int AS waiting FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database()
    AND CASE WHEN wait_event_type = 'Lock' THEN pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(pid)) END`;

/** Watches the standbys of one run. */
export interface LagWatch {
  /** How far the slowest is behind; `null` where nothing can be seen. Outside of a transaction. */
  readonly read: () => Promise<number | null>;
}

export function watchLag(client: Client): LagWatch {
  let samples: readonly Sample[] = [];
  let isBlind = false;
  const read = async (): Promise<number | null> => {
    if (isBlind) return null;
    try {
      const { rows } = await client.query<{ place: number; replayed: number | null }>(PLACES);
      const [{ place, replayed } = { place: 0, replayed: null }] = rows;
      const now = performance.now();
      if (replayed === null) {
        samples = [];
        return null;
      }
      samples = [...samples.filter((one) => one.place > replayed), { place, at: now }];
      return lagBehind(samples, replayed, now);
    } catch {
      // A standby itself, and servers that keep their log elsewhere, have no such functions.
      isBlind = true;
      return null;
    }
  };
  return { read };
}

/** Sessions that wait for what this one has locked. In the transaction, before its end. */
export async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(WAITING);
  return rows[0]?.waiting ?? 0;
}
