import { quoteLiteral } from '@schema-service/postgres-sql';
import type { QueryResult } from 'pg';
import { releaseScriptLocks } from '../lock/release-script-locks.ts';
import type { Ledger } from '../tracking/ledger.ts';
import type { Session } from './session.ts';

/** Statements that keep apart what is ours in a session and what a script makes of it. */
export interface SessionResets {
  /** Behind a script: the session as it was at the start. Of a client that was handed in only who we are and how the server reads our text. */
  readonly reset: readonly string[];
  /** What `DISCARD ALL` does, but for the migration lock. */
  readonly discard: readonly string[];
  /** Whether that is all there is to it: the connection was made here. */
  readonly isWhole: boolean;
  /** Between the statements of a script: the server reads the next message as it was written. */
  readonly reading: readonly string[];
  /** In a transaction: as ourselves for the history, until its end. What the script has set is there again behind it. */
  readonly ourselves: readonly string[];
  /** At the end: the settings that the migrator itself made, where the client lives on. */
  readonly end: readonly string[];
}

const WATCH_INTERVAL = 'client_connection_check_interval';
const STRINGS = 'standard_conforming_strings';

/** Who a session acts as; the first takes the second along. */
const WHO = ['session_authorization', 'role'] as const;

// The server looks for a closed connection while a statement runs, so that the
// lock of a killed migrator is free after half a second, not after the
// statement. Some platforms refuse the setting, and PostgreSQL before 14 has none.
const WATCH_CONNECTION = `
DO $$ BEGIN PERFORM set_config('${WATCH_INTERVAL}', '500ms', false); EXCEPTION WHEN OTHERS THEN NULL; END $$`;

/** How the server reads a message. It does so before it runs anything in it, so the message before has to leave it so. */
export const READING: readonly string[] = ["SET client_encoding = 'UTF8'", `SET ${STRINGS} = on`];

/**
 * All that a script can leave in a session but advisory locks, of which one is
 * the migration lock (DISCARD ALL would let go of it). Roles come first: the
 * script's may have no right to the rest.
 */
const RESET = [
  ...['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET ALL'],
  ...['CLOSE ALL', 'UNLISTEN *', 'DEALLOCATE ALL', 'DISCARD TEMP', 'DISCARD SEQUENCES'],
] as const;

/** In a transaction, for the history. */
const OURSELVES = [
  'SET LOCAL search_path = pg_catalog',
  'SET LOCAL lock_timeout = 0',
  'SET LOCAL statement_timeout = 0',
] as const;

/** Of a script that whoever runs it has a session of their own for: they are who they are, and what they set is taken back. */
export function scriptResets(ledger: Ledger): SessionResets {
  const reset = [...RESET, ...READING];
  return {
    reset,
    discard: [...RESET, 'DISCARD PLANS', releaseScriptLocks(ledger), ...READING],
    isWhole: true,
    reading: READING,
    ourselves: OURSELVES,
    end: [],
  };
}

/**
 * Prepares a session for long work. What one migration makes of it must not
 * reach the next: a batch would build another database than the same migrations
 * one by one. A client that was handed in keeps the settings that its owner gave it.
 */
export async function prepareSession(session: Session): Promise<SessionResets> {
  const { client, owned, ledger } = session;
  const texts = [settingsOf(KEPT), WATCH_CONNECTION, ...READING, settingsOf([WATCH_INTERVAL])];
  // pg gives a result for each statement where there are several, which its types do not say.
  const results = (await client.query(texts.join(';\n'))) as unknown as QueryResult<Setting>[];
  const found = results.at(0)?.rows ?? [];
  const watching = results.at(-1)?.rows ?? [];
  const identity = WHO.map((name) => setTo({ name, value: settingOf(found, name) }));
  return {
    reset: owned ? [...RESET, ...watching.map(setTo), ...READING] : [...identity, ...READING],
    discard: [
      ...[...RESET, 'DISCARD PLANS', releaseScriptLocks(ledger)],
      ...(owned ? watching.map(setTo) : []),
      ...READING,
    ],
    isWhole: owned,
    reading: READING,
    ourselves: [
      ...identity.map((statement) => statement.replace('SET', 'SET LOCAL')),
      ...OURSELVES,
      ...(owned ? [] : [WITH_TRIGGERS]),
    ],
    end: owned ? [] : found.map(setTo),
  };
}

/** The triggers of the history keep its rules, and only a superuser may say even what is so already. */
const WITH_TRIGGERS = `SELECT set_config('session_replication_role', 'origin', true)
  WHERE current_setting('session_replication_role') <> 'origin'`;

interface Setting {
  readonly name: string;
  readonly value: string;
}

const KEPT = [...WHO, WATCH_INTERVAL, 'lock_timeout', 'statement_timeout', STRINGS];

const settingsOf = (names: readonly string[]): string =>
  `SELECT name, pg_catalog.current_setting(name) AS value FROM pg_catalog.unnest('{${names}}'::text[]) AS name
   WHERE pg_catalog.current_setting(name, true) IS NOT NULL`;

const setTo = ({ name, value }: Setting): string => `SET ${name} = ${quoteLiteral(value)}`;

const settingOf = (settings: readonly Setting[], wanted: string): string =>
  settings.find(({ name }) => name === wanted)?.value ?? '';
