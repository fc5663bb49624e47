import { compareByVersion } from '../migrations/version.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';

/** A version that a database came to. */
export interface VersionChange {
  /** `null` is below the first. */
  readonly version: string | null;
  readonly since: Date;
}

/**
 * The versions that a database has been at, oldest first, by its history alone:
 * it is at the highest one whose last migration is applied. Pure.
 */
export function versionHistory(rows: readonly AppliedMigration[]): readonly VersionChange[] {
  const complete = new Map<string, AppliedMigration>();
  const changes: VersionChange[] = [];
  let current: AppliedMigration | undefined;
  for (const row of rows) {
    const { status, migration, completesVersion, finishedAt } = row;
    if ((status !== 'success' && status !== 'rolled_back') || finishedAt === null) continue;
    if (status === 'success' && completesVersion) complete.set(migration, row);
    else if (!complete.delete(migration)) continue;
    const highest = highestOf(complete);
    if (highest?.version !== current?.version) {
      changes.push({ version: highest?.version ?? null, since: finishedAt });
    }
    current = highest;
  }
  return changes;
}

function highestOf(rows: ReadonlyMap<string, AppliedMigration>): AppliedMigration | undefined {
  let highest: AppliedMigration | undefined;
  for (const row of rows.values()) {
    if (!highest || compareByVersion(row, highest) > 0) highest = row;
  }
  return highest;
}
