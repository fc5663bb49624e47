import type { Session } from './session.ts';

/** Statements that undo what a script did to its session; none for a client that was handed in. */
export interface SessionResets {
  /** Before a script: roles and settings as they were at the start. */
  readonly before: readonly string[];
  /** After it, still in its transaction: it may have taken a role without a right to our tables. */
  readonly after: readonly string[];
}

const WATCH_INTERVAL = 'client_connection_check_interval';

// The server looks for a closed connection while a statement runs, so that the
// lock of a killed migrator is free after half a second, not after the
// statement. Some platforms refuse the setting, and PostgreSQL before 14 has none.
const WATCH_CONNECTION = `
DO $$ BEGIN PERFORM set_config('${WATCH_INTERVAL}', '500ms', false); EXCEPTION WHEN OTHERS THEN NULL; END $$;
SELECT pg_catalog.current_setting('${WATCH_INTERVAL}', true) AS interval`;

/**
 * Prepares a session for long work. What one migration SETs must not reach the
 * next: a batch would build another database than the same migrations one by
 * one. A client that was handed in keeps the settings that its owner gave it.
 */
export async function prepareSession({ client, owned }: Session): Promise<SessionResets> {
  // Two statements give two results, which the types of pg do not know.
  const results = (await client.query(WATCH_CONNECTION)) as unknown as readonly {
    readonly rows: readonly { readonly interval: string | null }[];
  }[];
  if (!owned) return { before: [], after: [] };
  const interval = results[1]?.rows[0]?.interval;
  const watch = interval ? [`SET ${WATCH_INTERVAL} = '${interval}'`] : [];
  const roles = ['RESET SESSION AUTHORIZATION', 'RESET ROLE'];
  return { before: [...roles, 'RESET ALL', ...watch], after: roles };
}
