import { type LedgerConnection, LOCK_CLASS } from '../tracking/ledger.ts';

/** Who has the migration lock of a ledger. */
export interface LockHolder {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  /** `null` for a connection through a Unix socket, or when the role may not see it. */
  readonly address: string | null;
  /** Since when that session is connected. */
  readonly since: Date | null;
}

/** The server's number of the session that has the lock of the ledger's object $1. It reads nothing but the locks. */
export const HOLDER_PID: string = `
  SELECT pid FROM pg_catalog.pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = ${LOCK_CLASS} AND objid = $1
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;

const FIND_HOLDER = `
  SELECT l.pid, a.usename AS "user", a.application_name AS application,
         host(a.client_addr) AS address, a.backend_start AS since
  FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    AND l.classid = ${LOCK_CLASS} AND l.objid = $1`;

/** Who holds the lock now; `undefined` when it is free. */
export async function findLockHolder({
  client,
  ledger,
}: LedgerConnection): Promise<LockHolder | undefined> {
  const { rows } = await client.query<LockHolder>(FIND_HOLDER, [ledger.lockObject]);
  return rows[0];
}

/** For messages: `process 4711 (deploy, "schema-migrator root@ci", from 10.0.0.7, connected since ...)`. */
export function describeLockHolder({ pid, user, application, address, since }: LockHolder): string {
  const facts = [
    user,
    application && `"${application}"`,
    address && `from ${address}`,
    since && `connected since ${since.toISOString()}`,
  ].filter(Boolean);
  return facts.length > 0 ? `process ${pid} (${facts.join(', ')})` : `process ${pid}`;
}
