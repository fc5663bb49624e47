import { join } from 'node:path';
import {
  compareVersions,
  frozenVersions,
  latestOf,
  loadConfig,
  migrationFolder,
  migrationsFolder,
  upFile,
  versionsIn,
  workingSchemaFolder,
} from '@schema-service/repository';
import type { Bump } from '@schema-service/schema-diff';
import { loadSchemaSources, parseSchema } from '@schema-service/schema-model';
import { versionToCome } from '../changesets/version-to-come.ts';
import { decodeText, readFileIfThere, readFolderIfThere } from '../files/read-files.ts';
import { readEarlierReleases } from '../read-earlier-releases.ts';
import { readWorkRepeatables, releasedRepeatables, repeatableChanges } from '../repeatables.ts';
import { changelogPart } from '../version/changelog-part.ts';
import { findClientPackage, unreleasedVersion } from '../version/find-client-package.ts';
import { bumpBetween } from '../versions.ts';
import { type PlanInput, planRelease } from './plan-release.ts';
import type { ReleasePlan, WorkMigration } from './release-plan.ts';

/** What is decided already. */
export type PlanWorkOptions = Pick<PlanInput, 'version' | 'changelog' | 'diff'>;

/**
 * Reads a repository, and says what would be released now. The version is the one that `changeset version` will give the
 * client package, or gave it where it has run; where no changeset asks for any, the least that the changes need.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING, CHANGESET_INVALID, CHANGESET_CONFIG_INVALID, and what is wrong with
 *   the schema, the version or earlier releases
 */
export async function planWork(
  root: string,
  { version: given, changelog, diff }: PlanWorkOptions = {},
): Promise<ReleasePlan> {
  const frozen = frozenVersions(root);
  const asked: AskedVersion =
    given !== undefined && changelog !== undefined
      ? { version: given, requested: 'none' }
      : await askedVersion(root, frozen, given);
  const { version, requested, words } = asked;
  const releases = await readEarlierReleases(root, version);
  const scripts = await readWorkRepeatables(root);
  return planRelease({
    releases,
    repeatables: repeatableChanges(releasedRepeatables(releases.at(-1)), scripts),
    model: parseSchema(await loadSchemaSources(join(root, workingSchemaFolder))),
    workMigrations: await workMigrations(root, frozen),
    requested,
    ...(version === undefined ? {} : { version }),
    ...(words === undefined ? {} : { words }),
    ...(changelog === undefined ? {} : { changelog }),
    ...(diff === undefined ? {} : { diff }),
  });
}

/** What the packages and the changesets say of the next version. */
interface AskedVersion extends Pick<PlanInput, 'version' | 'words'> {
  readonly requested: Bump;
}

async function askedVersion(
  root: string,
  frozen: readonly string[],
  given: string | undefined,
): Promise<AskedVersion> {
  const client = await findClientPackage(root, loadConfig(root));
  const coming = given === undefined ? await versionToCome(root, client.name) : undefined;
  if (coming !== undefined) {
    const { version, bump, words } = coming;
    return { version, requested: bump, words };
  }
  const version = given ?? client.version;
  if (given === undefined && (version === unreleasedVersion || frozen.includes(version))) {
    return { requested: 'none' };
  }
  const latest = latestOf(frozen);
  const words = changelogPart(client.changelog, version);
  return {
    version,
    requested: latest === undefined ? 'major' : bumpBetween(latest, version),
    ...(words === undefined ? {} : { words }),
  };
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
      const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      return Promise.all(ids.map((id) => readWorkMigration(root, version, id)));
    }),
  );
  return folders.flat();
}

async function readWorkMigration(
  root: string,
  version: string,
  id: string,
): Promise<WorkMigration> {
  const up = await readFileIfThere(join(root, migrationFolder(version, id), upFile));
  return { version, id, up: decodeText(up) };
}
