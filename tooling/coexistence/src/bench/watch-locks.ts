import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../database.ts';

/** A lock that holds back who writes, from when it was seen first to when it was seen last. */
export interface HeldLock {
  /** By the clock of `performance.now()`. */
  readonly at: number;
  readonly ms: number;
  readonly relation: string;
  readonly mode: string;
  /** What its session ran when it was seen last. */
  readonly statement: string;
}

export interface LockWatch {
  readonly locks: readonly HeldLock[];
  readonly stop: () => Promise<void>;
}

/** How often it looks: a lock is held for so much longer than it is seen, at most. */
export const LOOK_MS = 4;

/** Relations that others know, and modes that the lock of an INSERT or UPDATE waits for. */
const LOCKS = `
  SELECT concat_ws(' ', l.pid, a.xact_start, l.relation, l.mode) AS key, l.relation::regclass::text AS relation, l.mode, a.query
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
    AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND c.relkind IN ('r', 'v') AND c.relnamespace::regnamespace::text !~ '^(pg_|schema_migrations|pgroll)'`;

/** Looks at the server all the time, whoever locks: the same for every program. */
export async function watchLocks(connectionString: string): Promise<LockWatch> {
  const client = await connect(connectionString);
  const locks = new Map<string, HeldLock>();
  let isOver = false;
  const looking = (async (): Promise<void> => {
    while (!isOver) {
      const { rows } = await client.query<Record<'key' | 'relation' | 'mode' | 'query', string>>({
        name: 'locks',
        text: LOCKS,
      });
      const now = performance.now();
      for (const { key, relation, mode, query } of rows) {
        const at = locks.get(key)?.at ?? now;
        const [statement = ''] = /\b(?:ALTER|CREATE|DROP|LOCK)\b.*|$/s.exec(query) ?? [];
        locks.set(key, {
          at,
          ms: now - at + LOOK_MS,
          relation,
          mode,
          statement: statement.replaceAll(/\s+/g, ' '),
        });
      }
      await pause(LOOK_MS);
    }
    await client.end();
  })();
  return {
    get locks() {
      return [...locks.values()];
    },
    stop: async () => {
      isOver = true;
      await looking;
    },
  };
}
