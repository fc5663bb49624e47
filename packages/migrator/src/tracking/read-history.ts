import { codeOf, isTableMissing } from '../connection/connection-error.ts';
import type { AppliedMigration } from './applied-migration.ts';
import { type History, historyOf } from './history.ts';
import type { Ledger, LedgerConnection } from './ledger.ts';

/** Tables of an earlier migrator lack a column until something is written to them. */
const UNDEFINED_COLUMN = '42703';

const historySql = ({ sql }: Ledger, downChecksum: 'down_checksum' | 'NULL'): string => `
  SELECT 'appliedMigration' AS kind, id, migration, version, sequence, completes_version AS "completesVersion", direction, action, checksum,
    ${downChecksum} AS "downChecksum", status, attempt,
    started_at AS "startedAt", finished_at AS "finishedAt", duration_ms AS "durationMs",
    database_user AS "databaseUser", os_user AS "osUser", host, tool_version AS "toolVersion",
    git_commit AS "gitCommit", note, error,
    (SELECT pg_catalog.array_agg(relname::pg_catalog.text) FROM pg_catalog.pg_class
      WHERE relnamespace = pg_catalog.to_regnamespace('${sql}') AND relname IN ('statement', 'batch', 'begun')
        AND pg_catalog.pg_relation_size(oid) > 0) AS "progressIn"
  FROM ${sql}.history ORDER BY id`;

/** How far scripts came that ran outside of a transaction, or in batches: of each table that has a row, by run. */
const PROGRESS_SQL = {
  statement: `SELECT history_id, pg_catalog.jsonb_build_object('statementsDone', pg_catalog.max(statement),
      'statementDigests', pg_catalog.jsonb_agg(pg_catalog.to_jsonb(n) -> 'digest' ORDER BY statement)) AS progress
    FROM LEDGER.statement n GROUP BY history_id`,
  batch: `SELECT history_id, pg_catalog.jsonb_build_object('batches', pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'statement', statement, 'digest', digest, 'range', range, 'lastKey', last_key, 'batches', batches,
      'rowsPassed', rows_passed, 'rowsChanged', rows_changed, 'size', size) ORDER BY statement)) AS progress
    FROM LEDGER.batch GROUP BY history_id`,
  begun: `SELECT DISTINCT ON (history_id) history_id, pg_catalog.jsonb_build_object('begun',
      pg_catalog.jsonb_build_object('statement', statement, 'digest', digest)) AS progress
    FROM LEDGER.begun ORDER BY history_id, statement DESC`,
} as const;

/**
 * The history in one round trip where its scripts ran in transactions, and in two where some did not; without a row where the
 * migrator has never been.
 */
export async function readHistory(connection: LedgerConnection): Promise<History> {
  const rows = await readRows(connection);
  const tables = rows[0]?.progressIn ?? [];
  const progress =
    tables.length === 0 ? new Map<number, RunProgress>() : await readProgress(connection, tables);
  return historyOf(
    rows.map(({ progressIn: _, ...row }) => {
      return { ...row, statementsDone: 0, statementDigests: [], ...progress.get(row.id) };
    }),
  );
}

async function readRows({ client, ledger }: LedgerConnection): Promise<readonly HistoryRow[]> {
  for (const downChecksum of ['down_checksum', 'NULL'] as const) {
    try {
      const { rows } = await client.query<HistoryRow>(historySql(ledger, downChecksum));
      return rows;
    } catch (error) {
      // Cheaper than asking first what is there.
      if (isTableMissing(error)) return [];
      if (codeOf(error) !== UNDEFINED_COLUMN) throw error;
    }
  }
  // Another program's table.
  return [];
}

async function readProgress(
  { client, ledger }: LedgerConnection,
  tables: readonly (keyof typeof PROGRESS_SQL)[],
): Promise<ReadonlyMap<number, RunProgress>> {
  const parts = tables.map((table) => `(${PROGRESS_SQL[table].replace('LEDGER', ledger.sql)})`);
  const { rows } = await client.query<{ history_id: number; progress: RunProgress }>(
    parts.join(' UNION ALL '),
  );
  const byRun = new Map<number, RunProgress>();
  for (const { history_id: run, progress } of rows) {
    byRun.set(run, { ...byRun.get(run), ...progress });
  }
  return byRun;
}

type RunProgress = Partial<
  Pick<AppliedMigration, 'statementsDone' | 'statementDigests' | 'batches' | 'begun'>
>;

type HistoryRow = Omit<AppliedMigration, keyof RunProgress> & {
  readonly progressIn: readonly (keyof typeof PROGRESS_SQL)[] | null;
};

/** The ids of what is applied now: all that a check needs. */
export async function readAppliedIds({
  client,
  ledger,
}: LedgerConnection): Promise<ReadonlySet<string>> {
  const query = `SELECT migration FROM ${ledger.sql}.applied`;
  try {
    const { rows } = await client.query<{ migration: string }>(query);
    return new Set(rows.map((row) => row.migration));
  } catch (error) {
    if (isTableMissing(error)) return new Set();
    throw error;
  }
}
