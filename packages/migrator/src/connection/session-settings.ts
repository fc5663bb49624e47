import { quoteLiteral } from './quote-literal.ts';
import type { Session } from './session.ts';

/** Statements that undo what was done to a session. */
export interface SessionResets {
  /** Before a script: roles and settings as they were at the start. None for a client that was handed in. */
  readonly before: readonly string[];
  /** After it, still in its transaction: it may have taken a role without a right to our tables. */
  readonly after: readonly string[];
  /** At the end: the settings that the migrator itself made, where the client lives on. */
  readonly end: readonly string[];
}

const WATCH_INTERVAL = 'client_connection_check_interval';
const OURS = [WATCH_INTERVAL, 'lock_timeout', 'statement_timeout'] as const;

// The server looks for a closed connection while a statement runs, so that the
// lock of a killed migrator is free after half a second, not after the
// statement. Some platforms refuse the setting, and PostgreSQL before 14 has none.
const WATCH_CONNECTION = `
DO $$ BEGIN PERFORM set_config('${WATCH_INTERVAL}', '500ms', false); EXCEPTION WHEN OTHERS THEN NULL; END $$`;

/**
 * Prepares a session for long work. What one migration SETs must not reach the
 * next: a batch would build another database than the same migrations one by
 * one. A client that was handed in keeps the settings that its owner gave it.
 */
export async function prepareSession({ client, owned }: Session): Promise<SessionResets> {
  const found = owned ? [] : await readSettings(client);
  await client.query(WATCH_CONNECTION);
  if (!owned) return { before: [], after: [], end: found.map(setTo) };
  const roles = ['RESET SESSION AUTHORIZATION', 'RESET ROLE'];
  const watching = (await readSettings(client)).filter(({ name }) => name === WATCH_INTERVAL);
  return { before: [...roles, 'RESET ALL', ...watching.map(setTo)], after: roles, end: [] };
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

async function readSettings(client: Session['client']): Promise<readonly Setting[]> {
  const { rows } = await client.query<Setting>(
    `SELECT name, pg_catalog.current_setting(name) AS value FROM pg_catalog.unnest($1::text[]) AS name
     WHERE pg_catalog.current_setting(name, true) IS NOT NULL`,
    [OURS],
  );
  return rows;
}

const setTo = ({ name, value }: Setting): string => `SET ${name} = ${quoteLiteral(value)}`;
