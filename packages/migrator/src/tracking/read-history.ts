import { codeOf } from '../connection/connection-error.ts';
import type { AppliedMigration } from './applied-migration.ts';
import { type History, historyOf } from './history.ts';
import type { Ledger, LedgerConnection } from './ledger.ts';

const UNDEFINED_TABLE = '42P01';

/** Tables of an earlier migrator have no such column until something is written to them. */
const UNDEFINED_COLUMN = '42703';

const readHistorySql = ({ sql }: Ledger, downChecksum: 'down_checksum' | 'NULL'): string => `
  SELECT 'appliedMigration' AS kind, h.id, migration, version, sequence, completes_version AS "completesVersion", direction, action, checksum,
    ${downChecksum} AS "downChecksum", status, attempt,
    started_at AS "startedAt", finished_at AS "finishedAt", duration_ms AS "durationMs",
    database_user AS "databaseUser", os_user AS "osUser", host, tool_version AS "toolVersion",
    git_commit AS "gitCommit", note, error, coalesce(s.done, 0) AS "statementsDone",
    coalesce(s.digests, '{}') AS "statementDigests"
  FROM ${sql}.history h
  LEFT JOIN (
    SELECT history_id, max(statement) AS done, array_agg(to_jsonb(n) ->> 'digest' ORDER BY statement) AS digests
    FROM ${sql}.statement n GROUP BY history_id
  ) s ON s.history_id = h.id
  ORDER BY h.id`;

/** The history in one round trip; without a row where the migrator has never been. */
export async function readHistory({ client, ledger }: LedgerConnection): Promise<History> {
  const read = (downChecksum: 'down_checksum' | 'NULL') =>
    rowsOrNone(client.query<AppliedMigration>(readHistorySql(ledger, downChecksum)));
  const rows = await read('down_checksum').catch((error: unknown) => {
    if (codeOf(error) === UNDEFINED_COLUMN) return read('NULL');
    throw error;
  });
  return historyOf(rows);
}

/** The ids of what is applied now: all that a check needs. */
export async function readAppliedIds({
  client,
  ledger,
}: LedgerConnection): Promise<ReadonlySet<string>> {
  const query = `SELECT migration FROM ${ledger.sql}.applied`;
  const rows = await rowsOrNone(client.query<{ migration: string }>(query));
  return new Set(rows.map((row) => row.migration));
}

async function rowsOrNone<Row>(result: Promise<{ readonly rows: Row[] }>): Promise<readonly Row[]> {
  try {
    return (await result).rows;
  } catch (error) {
    // Cheaper than asking first whether the tables are there.
    if (codeOf(error) === UNDEFINED_TABLE) return [];
    throw error;
  }
}
