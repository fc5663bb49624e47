import { hash } from 'node:crypto';
import { quoteLiteral } from '@schema-service/postgres-sql';
import { isTableMissing } from '../connection/connection-error.ts';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';
import type { ClientVerdict } from './client-verdict.ts';

/**
 * Tells the database how clients fare there, at whichever version it is: it may go up and down among them without a
 * word more. What other files said of other pairs stays. The migration lock must be held, and the tracking tables be there.
 */
export async function recordVerdicts(
  { client, ledger }: LedgerConnection,
  verdicts: readonly ClientVerdict[],
): Promise<void> {
  if (verdicts.length > 0) await client.query(verdictsStatement(ledger, verdicts));
}

/** One statement, so that nobody sees the one without the other. */
export function verdictsStatement({ sql }: Ledger, verdicts: readonly ClientVerdict[]): string {
  const rows = rowsOf(verdicts).map((row) => ({ ...row, position: versionOrder(row.client) }));
  return `WITH told AS (
      INSERT INTO ${sql}.client_verdict AS v (database_version, client_version, client_order, answer, missing)
      SELECT database, client, position, answer, missing FROM pg_catalog.jsonb_to_recordset(${quoteLiteral(JSON.stringify(rows))}::pg_catalog.jsonb)
        AS t(database pg_catalog.text, client pg_catalog.text, position pg_catalog.text, answer pg_catalog.text, missing pg_catalog.text[])
      ON CONFLICT (database_version, client_version) DO UPDATE SET answer = excluded.answer, missing = excluded.missing
      WHERE (v.answer, v.missing) IS DISTINCT FROM (excluded.answer, excluded.missing))
    UPDATE ${sql}.serving SET verdicts = ${quoteLiteral(digestOf(verdicts))}`;
}

/** Each pair once, and each version on a database of its own. */
function rowsOf(verdicts: readonly ClientVerdict[]): readonly ClientVerdict[] {
  const versions = new Set(verdicts.flatMap(({ client, database }) => [client, database]));
  const own = [...versions].map((version): ClientVerdict => {
    return { client: version, database: version, answer: 'ok', missing: [] };
  });
  const rows = [...own, ...verdicts].map((row) => [`${row.client} ${row.database}`, row] as const);
  return [...new Map(rows).values()];
}

/**
 * Whether a database that is to stay where it is should be told: not where it knows this list, and not where whoever
 * is connected may not write it.
 */
export async function lacksVerdicts(
  { client, ledger }: LedgerConnection,
  verdicts: readonly ClientVerdict[],
): Promise<boolean> {
  if (verdicts.length === 0) return false;
  try {
    const known = await client.query<{ verdicts: string | null }>(
      `SELECT verdicts FROM ${ledger.sql}.serving`,
    );
    if (known.rows[0]?.verdicts === digestOf(verdicts)) return false;
  } catch (error) {
    // A ledger of an earlier migrator, or one that this role may not read.
    if (!isTableMissing(error)) return false;
  }
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT pg_catalog.pg_has_role(nspowner, 'USAGE') AND NOT pg_catalog.pg_is_in_recovery()
      AND pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'off' AS may
    FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) $1`,
    [ledger.schema],
  );
  return rows[0]?.may ?? false;
}

const digestOf = (verdicts: readonly ClientVerdict[]): string =>
  hash('sha256', JSON.stringify(verdicts));

/** A text that sorts as the version does, byte by byte: numbers of one length, and a release above its prereleases. */
export function versionOrder(version: string): string {
  const padded = version.replace(/(?<=^|[.-])\d+(?=$|[.-])/g, (digits) => digits.padStart(16, '0'));
  return version.includes('-') ? padded : `${padded}~`;
}
