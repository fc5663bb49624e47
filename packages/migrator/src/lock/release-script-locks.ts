import { type Ledger, LOCK_CLASS } from '../tracking/ledger.ts';

/** Whether code of a script may keep an advisory lock beyond its transaction, as far as its text tells. */
export const mayKeepLocks = (sql: string): boolean => /advisory_lock/i.test(sql);

/**
 * Lets go of all advisory locks of the session but the migration lock. One that
 * was taken twice is in pg_locks once, and has to be let go of twice; a WARNING
 * says when there is no more.
 */
export const releaseScriptLocks = ({ lockObject }: Ledger): string => `
DO $locks$
DECLARE
  held record;
  shared text;
  key text;
  released boolean;
BEGIN
  SET LOCAL client_min_messages = error;
  FOR held IN
    SELECT l.classid::bigint AS high, l.objid::bigint AS low, l.objsubid, l.mode FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.pid = pg_catalog.pg_backend_pid()
      AND (l.classid, l.objid, l.objsubid) IS DISTINCT FROM (${LOCK_CLASS}::oid, ${lockObject}::oid, 2::int2)
  LOOP
    shared := CASE WHEN held.mode = 'ShareLock' THEN '_shared' ELSE '' END;
    key := CASE held.objsubid WHEN 1 THEN ((held.high << 32) | held.low)::text
      ELSE pg_catalog.format('%s, %s', held.high - (held.high >> 31 << 32), held.low - (held.low >> 31 << 32)) END;
    LOOP
      EXECUTE pg_catalog.format('SELECT pg_catalog.pg_advisory_unlock%s(%s)', shared, key) INTO released;
      EXIT WHEN NOT released;
    END LOOP;
  END LOOP;
END $locks$`;
