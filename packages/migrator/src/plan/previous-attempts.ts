import type { AppliedMigration, MigrationDirection } from '../tracking/applied-migration.ts';

/** What the failed runs since the last good one leave to the next. */
export interface PreviousAttempts {
  readonly attempt: number;
  readonly statementsDone: number;
}

/**
 * Counts the failed runs at the end of a migration's history. Statements that
 * ran on their own are done for good, as long as the script is still the same.
 */
export function previousAttempts(
  history: readonly AppliedMigration[],
  migration: string,
  direction: MigrationDirection,
  checksum: string,
): PreviousAttempts {
  const rows = history.filter((row) => row.migration === migration);
  const lastDone = rows.findLastIndex((row) => row.status !== 'failed');
  const failed = rows.slice(lastDone + 1).filter((row) => row.direction === direction);
  const same = failed.filter((row) => row.checksum === checksum);
  const statementsDone = Math.max(0, ...same.map((row) => row.statementsDone));
  return { attempt: failed.length + 1, statementsDone };
}
