import { durationText, tableLines } from '@schema-service/command-line';
import type { HistoryEntry } from '@schema-service/migrator';
import { batchLines } from './batch-lines.ts';

const HEADINGS = ['row', 'when', 'took', 'migration', 'did', 'status', 'by'] as const;

/** A history for people: a line for each row, with what failed below it. */
export function historyTable(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'Nothing has run on this database.\n';
  const [headings = '', ...rows] = tableLines([HEADINGS, ...entries.map(columns)]);
  const lines = rows.flatMap((row, index) => [row, ...remarks(entries[index])]);
  return `${[headings, ...lines].join('\n')}\n`;
}

function columns(entry: HistoryEntry): readonly string[] {
  const { id, startedAt, durationMs, version, migration, direction, action, status } = entry;
  const did = action === 'run' ? direction : `${direction} (${action})`;
  const took = durationMs === null ? '' : durationText(durationMs);
  const by = `${entry.databaseUser} (${entry.osUser ?? '?'}@${entry.host ?? '?'})`;
  return [
    ...[String(id), startedAt.toISOString(), took, `${version}/${migration}`],
    ...[did, status.replace('_', ' '), by],
  ];
}

function remarks(entry: HistoryEntry | undefined): readonly string[] {
  if (!entry) return [];
  const { error, note, direction } = entry;
  const batches = batchLines(entry).map((line) => `       ${line}`);
  if (!error) return [...(note ? [`       ${note}`] : []), ...batches];
  const place = error.line === undefined ? '' : `${direction}.sql:${error.line}: `;
  return [
    `       ${place}${error.message}${error.sqlState ? ` (SQLSTATE ${error.sqlState})` : ''}`,
    ...batches,
  ];
}
