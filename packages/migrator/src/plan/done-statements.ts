import type { AppliedMigration, MigrationDirection } from '../tracking/applied-migration.ts';

/** A statement that a failed run has done for good. */
export interface DoneStatement {
  /** `null` where a migrator noted it that kept no digests. */
  readonly digest: string | null;
  /** Of the script that it was in. */
  readonly checksum: string;
}

/** The failed runs of a migration since its last good one, oldest first. */
export function failedRuns(
  history: readonly AppliedMigration[],
  migration: string,
  direction: MigrationDirection,
): readonly AppliedMigration[] {
  const rows = history.filter((row) => row.migration === migration);
  const lastDone = rows.findLastIndex(({ status }) => status !== 'failed');
  return rows.slice(lastDone + 1).filter((row) => row.direction === direction);
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
