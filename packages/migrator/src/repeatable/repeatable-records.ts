import { redactValue } from '@schema-service/errors';
import { quoteLiteral as quote } from '@schema-service/postgres-sql';
import { isTableMissing } from '../connection/connection-error.ts';
import { readersSql, repeatableSql } from '../embedded.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';
import { type Ledger, type LedgerConnection, sqlFor } from '../tracking/ledger.ts';
import type { RunOrigin } from '../tracking/run-origin.ts';
import type { Repeatable } from './read-repeatables.ts';

/** A run of a repeatable script. */
export interface RepeatableRecord {
  readonly name: string;
  readonly checksum: string;
  /** The version that the database was at. */
  readonly version: string;
  readonly ranAt: Date;
  readonly durationMs: number | null;
  readonly databaseUser: string;
  /** Of one that failed. */
  readonly error: MigrationFailure | null;
}

/** The last good run of each script, and its failed ones, oldest first. */
export async function readRepeatableRecords({
  client,
  ledger: { sql },
}: LedgerConnection): Promise<readonly RepeatableRecord[]> {
  try {
    const { rows } = await client.query<RepeatableRecord>(
      `SELECT name, checksum, version, ran_at AS "ranAt", duration_ms AS "durationMs", database_user AS "databaseUser", error
       FROM (SELECT *, row_number() OVER (PARTITION BY name, error IS NULL ORDER BY ran_at DESC) AS place FROM ${sql}.repeatable) r
       WHERE place = 1 ORDER BY ran_at, name`,
    );
    return rows;
  } catch (error) {
    if (isTableMissing(error)) return [];
    throw error;
  }
}

/** Creates the table where it is missing; a database without repeatable scripts has none. */
export async function installRepeatables({ client, ledger }: LedgerConnection): Promise<void> {
  await client.query(repeatableTable(ledger));
}

export const repeatableTable = (ledger: Ledger): string =>
  sqlFor(ledger, [repeatableSql, readersSql]);

/** Notes a run of a script: in its transaction, or behind one that failed. */
export function recordRepeatable(
  { sql }: Ledger,
  { name, script }: Repeatable,
  { osUser, host, toolVersion, gitCommit }: RunOrigin,
  run: {
    readonly version: string;
    readonly durationMs?: number;
    readonly error?: MigrationFailure;
  },
): string {
  const error = run.error ? JSON.stringify(redactValue(run.error)) : null;
  const values = [
    ...[name, script.checksum, run.version, run.durationMs ?? null, error],
    ...[osUser, host, toolVersion, gitCommit],
  ];
  return `INSERT INTO ${sql}.repeatable (name, checksum, version, duration_ms, error, os_user, host, tool_version, git_commit)
  VALUES (${values.map(quote).join(', ')})`;
}
