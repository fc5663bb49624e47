import type { Migration } from '../migrations/migration.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';

/**
 * What is in the database now: of each migration its last run that changed
 * something, where that was an up. In the order of their numbers.
 */
export function appliedState(history: readonly AppliedMigration[]): readonly AppliedMigration[] {
  const last = new Map<string, AppliedMigration>();
  for (const row of history) {
    if (row.status === 'success' || row.status === 'rolled_back') last.set(row.migration, row);
  }
  return [...last.values()]
    .filter((row) => row.direction === 'up')
    .sort((a, b) => a.sequence - b.sequence);
}

/** The highest version of which every migration is applied; `null` before the first. */
export function currentVersionOf(
  migrations: readonly Migration[],
  applied: readonly Pick<AppliedMigration, 'migration'>[],
): string | null {
  const ids = new Set(applied.map((row) => row.migration));
  const firstPending = migrations.findIndex((migration) => !ids.has(migration.id));
  if (firstPending === -1) return migrations.at(-1)?.version ?? null;
  const incomplete = migrations[firstPending]?.version;
  return (
    migrations.slice(0, firstPending).findLast((m) => m.version !== incomplete)?.version ?? null
  );
}
