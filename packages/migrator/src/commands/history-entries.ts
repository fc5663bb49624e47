import {
  type AppliedMigration,
  type AppliedMigrationStatus,
  interruptedRun,
} from '../tracking/applied-migration.ts';

/** A row of the history as it reads today: `retried` is a failed run that another attempt followed. */
export interface HistoryEntry extends Omit<AppliedMigration, 'status'> {
  readonly status: AppliedMigrationStatus | 'retried';
}

/** The rows newest first. Pure. */
export function historyEntries(
  rows: readonly AppliedMigration[],
  isLocked: boolean,
): readonly HistoryEntry[] {
  return rows.map((row) => entryOf(row, rows, isLocked)).reverse();
}

function entryOf(
  row: AppliedMigration,
  rows: readonly AppliedMigration[],
  isLocked: boolean,
): HistoryEntry {
  if (row.status === 'running') return isLocked ? row : endedRun(row);
  return row.status === 'failed' && wasRetried(row, rows) ? { ...row, status: 'retried' } : row;
}

/** A row that runs while nobody has the lock belongs to a dead process; the next run will write that down. */
export function endedRun(row: AppliedMigration): AppliedMigration {
  return row.status === 'running' ? { ...row, status: 'failed', error: interruptedRun(row) } : row;
}

function wasRetried(row: AppliedMigration, rows: readonly AppliedMigration[]): boolean {
  const next = rows.find(({ id, migration }) => id > row.id && migration === row.migration);
  return next?.direction === row.direction && next.attempt > row.attempt;
}
