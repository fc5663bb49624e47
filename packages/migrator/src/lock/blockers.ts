import { redact } from '@schema-service/errors';
import type { Client } from 'pg';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { HOLDER_PID } from './lock-holder.ts';

/** A session that has a lock which the migrator waits for, or that is before it in the queue. */
export interface Blocker {
  /** 0 for a prepared transaction, which has no process. */
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  /** `active`, `idle in transaction`, …; `null` where the role may not see it. */
  readonly state: string | null;
  /** How long its transaction has been open, in ms. */
  readonly transactionMs: number | null;
  /** What it runs or ran last, in one line, shortened and without secrets; `null` where the role may not see it. */
  readonly query: string | null;
}

/** How far the index is that the migrator builds; the counts are of the phase that it is in, 0 where that has none. */
export interface IndexBuild {
  readonly table: string;
  /** `null` where PostgreSQL has no name for it yet. */
  readonly index: string | null;
  /** As `pg_stat_progress_create_index` has it: `building index: scanning table`. */
  readonly phase: string;
  readonly blocksDone: number;
  readonly blocksTotal: number;
  readonly tuplesDone: number;
  readonly tuplesTotal: number;
  /** Sessions that it has waited for, of those that it has to. */
  readonly lockersDone: number;
  readonly lockersTotal: number;
}

/** What the server says of the migrator's session, seen from another one. */
export interface Waiting {
  readonly blockers: readonly Blocker[];
  readonly build: IndexBuild | null;
}

const LONGEST_QUERY = 300;

// pg_blocking_pids stops the lock manager for a moment: it is called only for who waits.
const BLOCKERS = `
  SELECT b.pid, a.usename AS "user", a.application_name AS application, a.state,
    (extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::double precision AS "transactionMs",
    CASE a.query WHEN '<insufficient privilege>' THEN NULL ELSE a.query END AS query
  FROM pg_catalog.pg_stat_get_activity($1) AS me
  CROSS JOIN LATERAL (SELECT DISTINCT pid FROM pg_catalog.unnest(
    CASE WHEN me.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids($1) END) AS pid) AS b
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
  ORDER BY a.xact_start NULLS LAST, b.pid`;

const INDEX_BUILD = `
  SELECT relid::pg_catalog.regclass::text AS "table",
    CASE index_relid WHEN 0 THEN NULL ELSE index_relid::pg_catalog.regclass::text END AS index, phase,
    blocks_done::double precision AS "blocksDone", blocks_total::double precision AS "blocksTotal",
    tuples_done::double precision AS "tuplesDone", tuples_total::double precision AS "tuplesTotal",
    lockers_done::double precision AS "lockersDone", lockers_total::double precision AS "lockersTotal"
  FROM pg_catalog.pg_stat_progress_create_index
  WHERE pid = $1 AND datname = pg_catalog.current_database()`;

/** The session that has the migration lock is the one to look at: a pooler shows its client another number. `undefined` where none has it. */
export async function lockingPid({
  client,
  ledger,
}: LedgerConnection): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(HOLDER_PID, [ledger.lockObject]);
  return rows[0]?.pid;
}

/** What a session waits for now, and how far the index is that it builds. */
export async function readWaiting(client: Client, pid: number): Promise<Waiting> {
  const { rows: blockers } = await client.query<Blocker>(BLOCKERS, [pid]);
  const { rows: builds } = await client.query<IndexBuild>(INDEX_BUILD, [pid]);
  return {
    blockers: blockers.map((found) => ({
      ...found,
      query: found.query && shortQuery(found.query),
    })),
    build: builds[0] ?? null,
  };
}

function shortQuery(query: string): string {
  const line = redact(query.trim().replace(/\s+/g, ' '));
  return line.length <= LONGEST_QUERY ? line : `${line.slice(0, LONGEST_QUERY)}…`;
}

/** For messages: `process 4711 (web, "shop@1.0.0", idle in transaction for 12 s): SELECT …` */
export function describeBlocker(blocker: Blocker): string {
  const { pid, user, application, state, transactionMs, query } = blocker;
  if (pid === 0) return 'a prepared transaction (pg_prepared_xacts)';
  const age = transactionMs === null ? '' : ` for ${seconds(transactionMs)}`;
  const facts = [user, application && `"${application}"`, state && `${state}${age}`];
  const known = facts.filter(Boolean).join(', ');
  return `process ${pid}${known && ` (${known})`}${query ? `: ${query}` : ''}`;
}

const seconds = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;

/** `building index: scanning table of public.product: 1200 of 5000 blocks` */
export function describeIndexBuild(build: IndexBuild): string {
  const { table, index, phase, blocksDone, blocksTotal, tuplesDone, tuplesTotal } = build;
  const { lockersDone, lockersTotal } = build;
  const counts = [
    blocksTotal > 0 && `${blocksDone} of ${blocksTotal} blocks`,
    tuplesTotal > 0 && `${tuplesDone} of ${tuplesTotal} rows`,
    lockersTotal > 0 && `${lockersDone} of ${lockersTotal} sessions waited for`,
  ].filter(Boolean);
  return `${index ?? 'index'} on ${table}: ${[phase, ...counts].join(', ')}`;
}
