import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';

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

/** The version whose migrations, all of them and no more, are applied; `undefined` where there is no such version. */
export function findExactVersion(
  migrations: readonly Migration[],
  applied: readonly Pick<AppliedMigration, 'migration'>[],
): string | undefined {
  const current = currentVersionOf(migrations, applied);
  if (current === null) return undefined;
  const needed = migrations.filter(({ version }) => compareVersions(version, current) <= 0);
  return needed.length === applied.length ? current : undefined;
}

/**
 * The same, where there has to be one.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_INCOMPLETE
 */
export function exactVersion(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): string {
  const version = findExactVersion(migrations, applied);
  if (version !== undefined) return version;
  const last = applied.at(-1);
  throw new SchemaServiceError({
    code: 'MIGRATION_VERSION_INCOMPLETE',
    message: last
      ? `The database is between versions: ${last.version}/${last.migration} is its last migration.`
      : 'The database is at no version: no migration is applied.',
    why: 'What the structure should be is known for whole versions only.',
    fix: 'Complete the version first: schema-migrator up',
    meta: { lastApplied: last?.migration ?? null },
  });
}
