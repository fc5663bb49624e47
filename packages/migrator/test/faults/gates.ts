import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const LOCK_CLASS = 7;

/**
 * `gate.pass(n, value)` gives the value back, at once where gate n is open, and
 * otherwise when it opens. It says that it is IMMUTABLE, so that it can stand in
 * an index and a constraint: then PostgreSQL stops in the middle of building them.
 */
const GATE_SQL = `
CREATE SCHEMA gate;
CREATE FUNCTION gate.pass(gate integer, value integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  WHILE NOT pg_catalog.pg_try_advisory_lock_shared(${LOCK_CLASS}, gate) LOOP
    PERFORM pg_catalog.pg_sleep(0.1);
  END LOOP;
  PERFORM pg_catalog.pg_advisory_unlock_shared(${LOCK_CLASS}, gate);
  RETURN value;
END $$;`;

const FIND_STOPPED = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event = 'PgSleep'`;

const FIND_WAITING_NOTE = `SELECT FROM pg_locks
  WHERE NOT granted AND relation = 'schema_migrations.statement'::regclass`;

/** The gates of a database, all open at first. */
export interface Gates extends AsyncDisposable {
  readonly close: (gate: number) => Promise<void>;
  readonly open: (gate: number) => Promise<void>;
  /** Waits until a session stands before a gate. `false` when `ended` came first. */
  readonly untilStopped: (ended: Promise<unknown>) => Promise<boolean>;
  /** Keeps a migrator from noting a statement as done, until `letNotes`. */
  readonly holdNotes: () => Promise<void>;
  readonly untilNoteWaits: (ended: Promise<unknown>) => Promise<boolean>;
  readonly letNotes: () => Promise<void>;
}

export async function makeGates(connectionString: string): Promise<Gates> {
  const client = new pg.Client({ connectionString });
  // A look of its own: in the transaction that holds the notes it would leave a snapshot
  // for as long as that lasts, and a concurrent build would wait for it.
  const holder = new pg.Client({ connectionString });
  await Promise.all([client.connect(), holder.connect()]);
  await client.query(GATE_SQL);
  /** Polled, because `expect.poll` is not for tests that run beside others. */
  const untilFound = async (sql: string, ended: Promise<unknown>): Promise<boolean> => {
    let isRunning = true;
    void ended.then(() => {
      isRunning = false;
    });
    while (isRunning) {
      if ((await client.query(sql)).rowCount !== 0) return true;
      await sleep(25);
    }
    return false;
  };
  return {
    close: async (gate) =>
      void (await client.query(`SELECT pg_advisory_lock(${LOCK_CLASS}, ${gate})`)),
    open: async (gate) => {
      await client.query(`SELECT pg_advisory_unlock(${LOCK_CLASS}, ${gate})`);
    },
    untilStopped: (ended) => untilFound(FIND_STOPPED, ended),
    // A transaction that holds a lock and no snapshot: a concurrent build does not wait for it.
    holdNotes: async () =>
      void (await holder.query('BEGIN; LOCK TABLE schema_migrations.statement IN SHARE MODE')),
    untilNoteWaits: (ended) => untilFound(FIND_WAITING_NOTE, ended),
    letNotes: async () => void (await holder.query('ROLLBACK')),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([client.end(), holder.end()]);
    },
  };
}
