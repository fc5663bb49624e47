import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';

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

/** The gates of a database, all open at first. */
export interface Gates extends AsyncDisposable {
  readonly close: (gate: number) => Promise<void>;
  readonly open: (gate: number) => Promise<void>;
  /** Waits until a session stands before a gate. `false` when `ended` came first. */
  readonly untilStopped: (ended: Promise<unknown>) => Promise<boolean>;
  /** Keeps a migrator from noting a statement as done, until `letNotes`. */
  readonly holdNotes: () => Promise<void>;
  readonly untilNoteWaits: () => Promise<void>;
  readonly letNotes: () => Promise<void>;
}

export async function makeGates(connectionString: string): Promise<Gates> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(GATE_SQL);
  const isFound = async (sql: string): Promise<boolean> => (await client.query(sql)).rowCount !== 0;
  return {
    close: async (gate) =>
      void (await client.query(`SELECT pg_advisory_lock(${LOCK_CLASS}, ${gate})`)),
    open: async (gate) => {
      await client.query(`SELECT pg_advisory_unlock(${LOCK_CLASS}, ${gate})`);
    },
    untilStopped: async (ended) => {
      let isRunning = true;
      void ended.then(() => {
        isRunning = false;
      });
      while (isRunning) {
        if (await isFound(FIND_STOPPED)) return true;
        await sleep(20);
      }
      return false;
    },
    // A transaction that holds a lock and no snapshot: a concurrent build does not wait for it.
    holdNotes: async () =>
      void (await client.query('BEGIN; LOCK TABLE schema_migrations.statement IN SHARE MODE')),
    untilNoteWaits: async () => {
      const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'schema_migrations.statement'::regclass`;
      await expect.poll(() => isFound(waiting), { timeout: 20_000, interval: 20 }).toBe(true);
    },
    letNotes: async () => void (await client.query('ROLLBACK')),
    [Symbol.asyncDispose]: () => client.end(),
  };
}
