import { codeOf, isTableMissing } from '../connection/connection-error.ts';
import type { AppliedMigration, BegunStatement } from './applied-migration.ts';
import type { BatchProgress } from './batch-progress.ts';
import { type History, historyOf } from './history.ts';
import type { Ledger, LedgerConnection } from './ledger.ts';

/** Tables of an earlier migrator lack a column or a table until something is written to them. */
const UNDEFINED_COLUMN = '42703';

/** What the tables have, of the newest and of earlier migrators. */
interface Layout {
  readonly downChecksum: boolean;
  readonly batches: boolean;
  readonly begun: boolean;
}

const LAYOUTS: readonly Layout[] = [
  { downChecksum: true, batches: true, begun: true },
  { downChecksum: true, batches: true, begun: false },
  { downChecksum: true, batches: false, begun: false },
  { downChecksum: false, batches: false, begun: false },
];

const PROGRESS = `jsonb_build_object('statement', statement, 'digest', digest, 'range', range, 'lastKey', last_key,
      'batches', batches, 'rowsPassed', rows_passed, 'rowsChanged', rows_changed, 'size', size)`;

const readHistorySql = ({ sql }: Ledger, { downChecksum, batches, begun }: Layout): string => `
  SELECT 'appliedMigration' AS kind, h.id, migration, version, sequence, completes_version AS "completesVersion", direction, action, checksum,
    ${downChecksum ? 'down_checksum' : 'NULL'} AS "downChecksum", status, attempt,
    started_at AS "startedAt", finished_at AS "finishedAt", duration_ms AS "durationMs",
    database_user AS "databaseUser", os_user AS "osUser", host, tool_version AS "toolVersion",
    git_commit AS "gitCommit", note, error, coalesce(s.done, 0) AS "statementsDone",
    coalesce(s.digests, '{}') AS "statementDigests",
    ${batches ? 'b.batches' : 'NULL'} AS batches, ${begun ? 'g.begun' : 'NULL'} AS begun
  FROM ${sql}.history h
  LEFT JOIN (
    SELECT history_id, max(statement) AS done, array_agg(to_jsonb(n) ->> 'digest' ORDER BY statement) AS digests
    FROM ${sql}.statement n GROUP BY history_id
  ) s ON s.history_id = h.id
  ${batches ? `LEFT JOIN (SELECT history_id, jsonb_agg(${PROGRESS} ORDER BY statement) AS batches FROM ${sql}.batch GROUP BY history_id) b ON b.history_id = h.id` : ''}
  ${begun ? `LEFT JOIN (SELECT DISTINCT ON (history_id) history_id, jsonb_build_object('statement', statement, 'digest', digest) AS begun FROM ${sql}.begun ORDER BY history_id, statement DESC) g ON g.history_id = h.id` : ''}
  ORDER BY h.id`;

/** The history in one round trip where the tables are those of this migrator; without a row where the migrator has never been. */
export async function readHistory({ client, ledger }: LedgerConnection): Promise<History> {
  for (const layout of LAYOUTS) {
    try {
      const { rows } = await client.query<HistoryRow>(readHistorySql(ledger, layout));
      return historyOf(
        rows.map(({ batches, begun, ...row }) => ({
          ...row,
          ...(batches ? { batches } : {}),
          ...(begun ? { begun } : {}),
        })),
      );
    } catch (error) {
      // Cheaper than asking first which tables are there.
      if (isTableMissing(error) && isAbout(error, `${ledger.schema}.history`)) break;
      if (!isTableMissing(error) && codeOf(error) !== UNDEFINED_COLUMN) throw error;
    }
  }
  return historyOf([]);
}

/** In every language the message names what is missing. */
const isAbout = (error: unknown, table: string): boolean =>
  error instanceof Error && error.message.includes(table);

type HistoryRow = Omit<AppliedMigration, 'batches' | 'begun'> & {
  readonly batches: readonly BatchProgress[] | null;
  readonly begun: BegunStatement | null;
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
