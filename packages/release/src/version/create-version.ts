import { join } from 'node:path';
import {
  compareVersions,
  frozenVersions,
  loadConfig,
  migrationsFolder,
  versionsIn,
  workingSchemaFolder,
} from '@schema-service/repository';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import { readFolderIfThere } from '../files/read-files.ts';
import { planRelease } from '../plan/plan-release.ts';
import type { WorkMigration } from '../plan/release-plan.ts';
import { readEarlierReleases } from '../read-earlier-releases.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import { type AppliedPlan, type ApplyOptions, applyPlan } from './apply-plan.ts';
import { changelogPart } from './changelog-part.ts';
import { findClientPackage } from './find-client-package.ts';

/** What the release is to be, where that is not to be found out. */
export interface CreateVersionOptions extends ApplyOptions {
  /** Default: the version that `changeset version` gave the client package. */
  readonly version?: string;
  /** The text of `changelog.md`. Default: that version's part of the client package's CHANGELOG.md, or else a summary of the changes. */
  readonly changelog?: string;
}

/** What became of the working schema. */
export type CreatedVersion =
  | ({ readonly kind: 'versionCreated' } & AppliedPlan)
  | {
      /** The generated packages are still at a version that is frozen: there is nothing to release. */
      readonly kind: 'nothingToRelease';
      readonly version: string;
    };

/**
 * Makes a release out of what is in work, to run after `changeset version`: the
 * version is the one that it gave the client package, the migrations in work
 * move to a folder of that version, and schema, changelog, structure and
 * metadata are frozen. What is refused leaves the repository as it was.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING, what is wrong with the schema or with earlier
 *   releases, and what {@link applyPlan} throws
 */
export async function createVersion(
  root: string,
  { version: givenVersion, changelog: givenChangelog, ...options }: CreateVersionOptions,
): Promise<CreatedVersion> {
  const client =
    givenVersion === undefined || givenChangelog === undefined
      ? await findClientPackage(root, loadConfig(root))
      : undefined;
  const version = givenVersion ?? client?.version ?? '';
  refuseInvalid(version, options.date);
  const frozen = frozenVersions(root);
  if (frozen.includes(version)) return { kind: 'nothingToRelease', version };
  const changelog = givenChangelog ?? changelogPart(client?.changelog ?? '', version);
  const plan = planRelease({
    releases: await readEarlierReleases(root, version),
    model: parseSchema(await loadSchemaSources(join(root, workingSchemaFolder))),
    workMigrations: await workMigrations(root, frozen),
    requested: 'none',
    version,
    ...(changelog === undefined ? {} : { changelog }),
    ...(options.diff === undefined ? {} : { diff: options.diff }),
  });
  return { kind: 'versionCreated', ...(await applyPlan(root, plan, options)) };
}

/** The migrations of every version above the last frozen one. */
async function workMigrations(
  root: string,
  frozen: readonly string[],
): Promise<readonly WorkMigration[]> {
  const last = frozen.at(-1);
  const inWork = versionsIn(join(root, migrationsFolder)).filter(
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
