import type { Migration } from '../migrations/migration.ts';
import type { History } from '../tracking/history.ts';
import { findExactVersion } from './current-version.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** The versions that a database should have the structure of; none where it is between two. */
export interface VersionsToVerify {
  readonly before?: string;
  readonly after?: string;
}

/**
 * What a run up can be measured by. Pure. Nothing before a migration whose
 * statements run each on their own and that failed before: the part of it that
 * worked is no drift.
 */
export function versionsToVerify(
  migrations: readonly Migration[],
  { applied }: History,
  { direction, steps }: MigrationPlan,
): VersionsToVerify {
  if (direction !== 'up' || steps.length === 0) return {};
  const done = steps.map(({ migration }) => ({ migration: migration.id }));
  const isHalfDone = steps.some((step) => !step.analysis.header.transactional && step.attempt > 1);
  const before = isHalfDone ? undefined : findExactVersion(migrations, applied);
  const after = findExactVersion(migrations, [...applied, ...done]);
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
