import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { withoutWaiting } from './contracts.ts';
import { takenOrder } from './taken-order.ts';

type Applied = Pick<AppliedMigration, 'migration' | 'id'>;

/** The highest version of which every migration is applied; `null` before the first. */
export function currentVersionOf(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): string | null {
  const complete = completeMigrations(migrations, applied);
  return complete.reduce<string | null>(
    (highest, { version }) =>
      highest === null || compareVersions(version, highest) > 0 ? version : highest,
    null,
  );
}

/** The migrations of every version that is there whole, of those that the database has taken one after another. */
function completeMigrations(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  const ids = new Set(applied.map((row) => row.migration));
  const order = withoutWaiting(takenOrder(migrations, applied), ids);
  const firstPending = order.findIndex((migration) => !ids.has(migration.id));
  if (firstPending === -1) return order;
  const incomplete = order[firstPending]?.version;
  return order.slice(0, firstPending).filter(({ version }) => version !== incomplete);
}

/** The version whose migrations, all of them and no more, are applied; `undefined` where there is no such version. */
export function findExactVersion(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): string | undefined {
  const complete = completeMigrations(migrations, applied).length;
  if (complete === 0 || complete !== applied.length) return undefined;
  return currentVersionOf(migrations, applied) ?? undefined;
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
