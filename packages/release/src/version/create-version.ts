import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compareVersions,
  loadNaming,
  metadataFile,
  migrationsFolder,
  structureFile,
  versionFolder,
  workingSchemaFolder,
} from '@schema-service/repository';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import { readFolderIfThere } from '../files/read-if-there.ts';
import { freezeRelease, refuseInvalid } from '../freeze-release.ts';
import { readHistory } from '../inspection/read-history.ts';
import { planMigrationFolders, planRelease } from '../plan/plan-release.ts';
import type { WorkMigration } from '../plan/release-plan.ts';
import { readReleases } from '../read-releases.ts';
import { changelogPart } from './changelog-part.ts';
import type { CreateVersionOptions } from './create-version-options.ts';
import type { CreatedVersion } from './created-version.ts';
import { findClientPackage } from './find-client-package.ts';
import { installVersion } from './install-version.ts';
import { moveMigrations, refuseDuplicates } from './move-migrations.ts';

/**
 * Makes a release out of what is in work, to run after `changeset version`: the
 * version is the one that it gave the client package, the migrations in work
 * move to a folder of that version, and schema, changelog, structure and
 * metadata are frozen. All is made in a copy first, so that whatever is refused
 * leaves the repository as it was; a run that was cut off is repeated.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING, what {@link freezeRelease} throws, and
 *   what `recordStructure` throws
 */
export async function createVersion(
  root: string,
  options: CreateVersionOptions,
): Promise<CreatedVersion> {
  const client =
    options.version === undefined || options.changelog === undefined
      ? await findClientPackage(root, loadNaming(root))
      : undefined;
  const version = options.version ?? client?.version ?? '';
  refuseInvalid(version, options.date);
  const frozen = await frozenVersions(root);
  if (frozen.includes(version)) return { kind: 'nothingToRelease', version };
  const migrations = planMigrationFolders(await workMigrations(root, frozen), version);
  refuseDuplicates(migrations);
  const given = options.changelog ?? changelogPart(client?.changelog ?? '', version);
  const changelog = given ?? (await summary(root, version, options.diff));

  const copy = await mkdtemp(join(tmpdir(), 'schema-release-'));
  try {
    for (const folder of [workingSchemaFolder, migrationsFolder]) {
      if (!existsSync(join(root, folder))) continue;
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    }
    await moveMigrations(copy, migrations);
    const structure = join(copy, migrationsFolder, version, structureFile);
    if (options.recordStructure && migrations.length > 0) {
      await rm(structure, { force: true });
      await options.recordStructure(join(copy, migrationsFolder), version);
    }
    const metadata = await freezeRelease(copy, version, { ...options, changelog });
    const paths = await installVersion(root, copy, version, migrations);
    return { kind: 'versionCreated', metadata, paths };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function frozenVersions(root: string): Promise<readonly string[]> {
  const { folders } = await readHistory(root);
  return folders
    .filter(({ version, frozen }) => frozen.has(`${versionFolder(version)}/${metadataFile}`))
    .map(({ version }) => version);
}

/** The migrations of every version above the last frozen one. */
async function workMigrations(
  root: string,
  frozen: readonly string[],
): Promise<readonly WorkMigration[]> {
  const { migratedVersions } = await readHistory(root);
  const last = frozen.at(-1);
  const inWork = migratedVersions.filter(
    (version) => last === undefined || compareVersions(version, last) > 0,
  );
  const folders = await Promise.all(
    inWork.map(async (version) => {
      const entries = await readFolderIfThere(join(root, migrationsFolder, version));
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }): WorkMigration => ({ version, id: name }));
    }),
  );
  return folders.flat();
}

/** Where no changeset says it in words. */
async function summary(
  root: string,
  version: string,
  answers: CreateVersionOptions['diff'],
): Promise<string> {
  const model = parseSchema(await loadSchemaSources(join(root, workingSchemaFolder)));
  const releases = await readReleases(root);
  const input = { releases, model, workMigrations: [], requested: 'none', version } as const;
  return planRelease(answers ? { ...input, diff: answers } : input).changelog;
}
