import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseMetadata } from '@schema-service/catalog';
import {
  downFile,
  migrationsFolder,
  structureFile,
  upFile,
  workingSchemaFolder,
} from '@schema-service/repository';
import { inTemporaryFolder } from '../files/temporary-folder.ts';
import { type FreezeOptions, freezeRelease } from '../freeze-release.ts';
import type { PlannedMigration, ReleasePlan } from '../plan/release-plan.ts';
import { installVersion } from './install-version.ts';
import { moveMigrations, refuseDuplicates, removeEmptied } from './move-migrations.ts';

export interface ApplyOptions extends Omit<FreezeOptions, 'changelog'> {
  /**
   * Records the structure that the migrations make, as `<migrations>/<version>/structure.json`
   * (the migrator's `snapshot` on a fresh database). The folder is a copy with
   * the final names, and goes when the promise is settled. Without it the
   * release has no structure.
   */
  readonly recordStructure?: (migrations: string, version: string) => Promise<void>;
}

/** A release that was made. */
export interface AppliedPlan {
  readonly metadata: ReleaseMetadata;
  /** The paths, relative to the root, that were written, renamed to, or are gone; for `git add`. */
  readonly paths: readonly string[];
}

/**
 * Makes the release that the plan says: moves its migrations, records their
 * structure and freezes it. All is made in a copy first, so that whatever is
 * refused leaves the repository as it was; a run that was cut off is repeated.
 *
 * @throws SchemaServiceError RELEASE_MIGRATION_INVALID, what {@link freezeRelease} throws, and
 *   what `recordStructure` throws
 */
export async function applyPlan(
  root: string,
  plan: ReleasePlan,
  { recordStructure, ...freezing }: ApplyOptions,
): Promise<AppliedPlan> {
  const { version, migrations, changelog } = plan;
  refuseDuplicates(migrations);
  return inTemporaryFolder(async (copy) => {
    for (const folder of [workingSchemaFolder, migrationsFolder]) {
      if (!existsSync(join(root, folder))) continue;
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    }
    await writeMigrations(copy, migrations);
    await moveMigrations(copy, migrations);
    await removeEmptied(copy, migrations);
    if (recordStructure && migrations.length > 0) {
      await rm(join(copy, migrationsFolder, version, structureFile), { force: true });
      await recordStructure(join(copy, migrationsFolder), version);
    }
    const metadata = await freezeRelease(copy, version, { ...freezing, changelog });
    return { metadata, paths: await installVersion(root, copy, version, migrations) };
  });
}

/** Those that the release writes itself. */
async function writeMigrations(
  root: string,
  migrations: readonly PlannedMigration[],
): Promise<void> {
  for (const { to, scripts } of migrations) {
    if (scripts === undefined) continue;
    await mkdir(join(root, to), { recursive: true });
    await writeFile(join(root, to, upFile), scripts.up);
    await writeFile(join(root, to, downFile), scripts.down);
  }
}
