import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';

/** What is looked at of a row of what is applied. */
type Applied = Pick<AppliedMigration, 'migration' | 'id'>;

/**
 * The migrations in the order in which one database takes them: as they are, but for a hotfix of an older line that
 * the database is past. That comes after the version that the database has begun, and before the next. What is
 * applied stands in the order in which it ran. Pure.
 */
export function takenOrder(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  if (!migrations.some(({ hotfix }) => hotfix)) return migrations;
  const ran = new Map(applied.map((row) => [row.migration, row.id]));
  const done = migrations
    .filter(({ id }) => ran.has(id))
    .sort((a, b) => (ran.get(a.id) ?? 0) - (ran.get(b.id) ?? 0));
  const pending = migrations.filter(({ id }) => !ran.has(id));
  const begun = begunVersion(migrations, ran);
  const isLate = ({ hotfix, version }: Migration): boolean =>
    hotfix !== undefined && isBelow(version, begun);
  const isBegun = (migration: Migration): boolean =>
    !isLate(migration) && begun !== undefined && compareVersions(migration.version, begun) <= 0;
  return [
    ...done,
    ...pending.filter(isBegun),
    ...pending.filter(isLate),
    ...pending.filter((migration) => !isBegun(migration) && !isLate(migration)),
  ];
}

/** Whether a database that is past a migration may still take it. */
export function mayComeLate(
  { hotfix, version }: Migration,
  migrations: readonly Migration[],
  appliedIds: { has(id: string): boolean },
): boolean {
  const begun = begunVersion(migrations, appliedIds);
  return (
    begun !== undefined && isBelow(version, begun) && hotfix?.appliesTo.includes(begun) === true
  );
}

/** The highest version of which the database has a migration. */
const begunVersion = (
  migrations: readonly Migration[],
  applied: { has(id: string): boolean },
): string | undefined => migrations.findLast(({ id }) => applied.has(id))?.version;

const isBelow = (version: string, other: string | undefined): boolean =>
  other !== undefined && compareVersions(version, other) < 0;
