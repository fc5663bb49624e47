import type { MigrationScript } from '../migrations/migration.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';
import type { AppliedMigration, MigrationDirection } from '../tracking/applied-migration.ts';
import { doneStatements, failedRuns } from '../tracking/history.ts';
import { INTERRUPTED } from '../tracking/interrupted.ts';
import { refuseUnresumable } from './refuse-unresumable.ts';

/** What the failed runs since the last good one leave to the next. */
export interface PreviousAttempts {
  readonly attempt: number;
  /** Statements that are done for good, where statements run each on their own. */
  readonly statementsDone: number;
  /** Whether the last of them died with the same script, and may have done a statement more than it noted. */
  readonly wasInterrupted: boolean;
}

/**
 * Counts the failed runs at the end of a migration's history. A script that was
 * corrected behind what is done goes on there.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE
 */
export function previousAttempts(
  rows: readonly AppliedMigration[],
  migration: string,
  direction: MigrationDirection,
  script: MigrationScript,
  analysis: ScriptAnalysis,
): PreviousAttempts {
  const failed = failedRuns(rows, migration, direction);
  const done = doneStatements(failed);
  refuseUnresumable(script, analysis, done);
  const last = failed.at(-1);
  return {
    attempt: failed.length + 1,
    statementsDone: done.length,
    wasInterrupted: last?.checksum === script.checksum && last.error?.code === INTERRUPTED.code,
  };
}
