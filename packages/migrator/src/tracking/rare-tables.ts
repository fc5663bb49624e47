import {
  batchSql,
  coexistingSql,
  readersSql,
  statementsSql,
  versionNotesSql,
} from '../embedded.ts';
import { type LedgerConnection, LOCK_CLASS, sqlFor } from './ledger.ts';

/**
 * Tables that most databases never need, by what needs them: each is a few files and ten catalog rows, and together they took
 * as long to make as three migrations. Who writes to one makes it first; who reads finds that it is not there.
 *
 * `progress`: how far scripts without a transaction are, and those in batches. `versionNotes`: the end of versions, and those
 * that were adopted. `coexisting`: what contracts that wait have left there.
 */
export type RareTables = 'progress' | 'versionNotes' | 'coexisting';

const RARE_TABLES: Readonly<
  Record<RareTables, { readonly tables: readonly string[]; readonly sql: readonly string[] }>
> = {
  progress: { tables: ['statement', 'begun', 'batch'], sql: [statementsSql, batchSql] },
  versionNotes: { tables: ['retirement', 'adoption', 'brownout'], sql: [versionNotesSql] },
  coexisting: { tables: ['coexisting'], sql: [coexistingSql] },
};

/** What makes all of them, written for the default schema. */
export const ALL_RARE_TABLES: readonly string[] = Object.values(RARE_TABLES).flatMap(
  ({ sql }) => sql,
);

/** The statements that make such tables where they are missing: none for a role that may write to those that are there, and make none. */
export async function findRareTables(
  { client, ledger }: LedgerConnection,
  need: RareTables,
): Promise<readonly string[]> {
  const { tables, sql } = RARE_TABLES[need];
  const { rows } = await client.query<{ isMissing: boolean }>(
    `SELECT pg_catalog.bool_or(pg_catalog.to_regclass('${ledger.sql}.' || name) IS NULL) AS "isMissing"
    FROM pg_catalog.unnest($1::pg_catalog.text[]) AS t(name)`,
    [tables],
  );
  return rows[0]?.isMissing ? [sqlFor(ledger, [...sql, readersSql])] : [];
}

/**
 * Makes such tables where they are missing. The migration lock need not be held, since a long run may have it; a lock of their
 * own, which ends with the statement, keeps two who make them at once apart.
 */
export async function installRareTables(
  connection: LedgerConnection,
  need: RareTables,
): Promise<void> {
  const { client, ledger } = connection;
  // No ledger's migration lock is a negative number.
  const lock = `SELECT pg_catalog.pg_advisory_xact_lock(${LOCK_CLASS}, ${-1 - ledger.lockObject})`;
  for (const text of await findRareTables(connection, need)) {
    await client.query(`${lock};\n${text}`);
  }
}
