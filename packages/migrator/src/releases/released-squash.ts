import type { Migration } from '../migrations/migration.ts';
import { scriptOf } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { SQUASH_FILE, SQUASH_SCRIPT, type Squash, squashOf } from '../squash/squash-file.ts';
import { attachSquash, findSquash } from '../squash/with-squash.ts';
import type { VerifiedRelease } from './verify-releases.ts';

/**
 * Released migrations with the squashed script that a new database begins with on its way to `to`: of those that the releases
 * bring the latest that goes no further, and stands for all that is there up to its version. Without one, as where
 * a hotfix came later, all scripts run one by one.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_INVALID
 */
export function withReleasedSquash(
  migrations: readonly Migration[],
  history: readonly VerifiedRelease[],
  to: string | undefined,
): readonly Migration[] {
  for (const squash of history.flatMap(squashIn).reverse()) {
    if (to !== undefined && to !== 'none' && compareVersions(squash.version, to) > 0) continue;
    const squashed = attachSquash(migrations, squash);
    const found = findSquash(squashed);
    const isWhole = found?.squashed.length === squash.migrations.length;
    if (isWhole && found.problems.length === 0) return squashed;
  }
  return migrations;
}

function squashIn({ version, files }: VerifiedRelease): readonly Squash[] {
  const [script, record] = [files.get(SQUASH_SCRIPT), files.get(SQUASH_FILE)];
  if (script === undefined || record === undefined) return [];
  return [
    squashOf(Buffer.from(record).toString(), scriptOf(`${version}/${SQUASH_SCRIPT}`, script)),
  ];
}
