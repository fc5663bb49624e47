import type { AppliedMigration } from '../tracking/applied-migration.ts';

/**
 * The run that the database has stopped at: the last one, where it failed and
 * no row after it settled that. A row that is still running counts as failed,
 * because it is asked about where nobody else can have it open.
 */
export function findFailedRun(history: readonly AppliedMigration[]): AppliedMigration | undefined {
  const lastRun = history.findLast(({ action }) => action === 'run' || action === 'retry');
  if (lastRun?.status !== 'failed' && lastRun?.status !== 'running') return undefined;
  const isSettled = history.some(
    ({ id, migration }) => id > lastRun.id && migration === lastRun.migration,
  );
  return isSettled ? undefined : lastRun;
}
