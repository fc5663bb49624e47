import { quoteLiteral } from '@schema-service/postgres-sql';
import { isTableMissing } from '../connection/connection-error.ts';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';

/** Which of these versions have a schema that `adopt` has made. */
export async function readAdopted(
  { client, ledger }: LedgerConnection,
  versions: readonly string[],
): Promise<readonly string[]> {
  try {
    const { rows } = await client.query<{ version: string }>(
      `SELECT version FROM ${ledger.sql}.adoption WHERE version = ANY ($1)`,
      [versions],
    );
    return rows.map(({ version }) => version);
  } catch (error) {
    // They are of an earlier migrator.
    if (isTableMissing(error)) return [];
    throw error;
  }
}

/** A statement that takes the schema of a version away, where there is one. */
export const dropSchemaOf = ({ sql }: Ledger, version: string): string =>
  `SELECT ${sql}.drop_schema_of(${quoteLiteral(version)})`;
