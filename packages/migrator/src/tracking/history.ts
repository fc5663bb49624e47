import { compareByVersion } from '../migrations/version.ts';
import type { AppliedMigration, MigrationDirection } from './applied-migration.ts';

/** What a database has seen, as it was read once, and what of it is in the database now. */
export interface History {
  readonly kind: 'history';
  /** Every run, oldest first. */
  readonly rows: readonly AppliedMigration[];
  /** Of each migration its last run that changed something, where that was an up. In the order of their versions and numbers. */
  readonly applied: readonly AppliedMigration[];
}

/** The history that rows make, oldest first. */
export function historyOf(rows: readonly AppliedMigration[]): History {
  const last = new Map<string, AppliedMigration>();
  for (const row of rows) {
    if (row.status === 'success' || row.status === 'rolled_back') last.set(row.migration, row);
  }
  const applied = [...last.values()].filter((row) => row.direction === 'up').sort(compareByVersion);
  return { kind: 'history', rows, applied };
}

/**
 * The run that the database has stopped at: the last one, where it failed and
 * no row after it settled that. A row that is still running counts as failed,
 * because it is asked about where nobody else can have it open.
 */
export function findFailedRun(rows: readonly AppliedMigration[]): AppliedMigration | undefined {
  const lastRun = rows.findLast(({ action }) => action === 'run' || action === 'retry');
  if (lastRun?.status !== 'failed' && lastRun?.status !== 'running') return undefined;
  const isSettled = rows.some(
    ({ id, migration }) => id > lastRun.id && migration === lastRun.migration,
  );
  return isSettled ? undefined : lastRun;
}

/** The failed runs of a migration since its last good one, oldest first. */
export function failedRuns(
  rows: readonly AppliedMigration[],
  migration: string,
  direction: MigrationDirection,
): readonly AppliedMigration[] {
  const own = rows.filter((row) => row.migration === migration);
  const lastDone = own.findLastIndex(({ status }) => status !== 'failed');
  return own.slice(lastDone + 1).filter((row) => row.direction === direction);
}

/** A statement that a failed run has done for good. */
export interface DoneStatement {
  /** `null` where a migrator noted it that kept no digests. */
  readonly digest: string | null;
  /** Of the script that it was in. */
  readonly checksum: string;
}

/** What failed runs have done together, from the first statement on: each goes on behind the one before it. */
export function doneStatements(runs: readonly AppliedMigration[]): readonly DoneStatement[] {
  const done: DoneStatement[] = [];
  for (const { checksum, statementsDone, statementDigests } of runs) {
    const first = statementsDone - statementDigests.length;
    statementDigests.forEach((digest, index) => {
      done[first + index] = { digest, checksum };
    });
  }
  return done;
}
