import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { metadataFile, versionFolder, versionsFolder, withdrawnFile } from './layout.ts';
import { compareVersions, isVersion, latestOf } from './versions.ts';

/** The versions that are frozen in the repository, lowest first. Their content is not looked at. */
export function frozenVersions(root: string): readonly string[] {
  return versionsIn(join(root, versionsFolder)).filter((version) =>
    statSync(join(root, versionFolder(version), metadataFile), { throwIfNoEntry: false })?.isFile(),
  );
}

/** The folders of a folder that are called by a version, lowest first; none where there is no such folder. */
export function versionsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isVersion(entry.name))
    .map(({ name }) => name)
    .sort(compareVersions);
}

/** Whether a frozen version was withdrawn: it stays what it is, and nobody new should take it. */
export function isWithdrawn(root: string, version: string): boolean {
  return existsSync(join(root, versionFolder(version), withdrawnFile));
}

/**
 * The version that `latest` means: the highest that is neither a prerelease nor withdrawn. Work goes on from the
 * highest all the same, since databases may be there.
 *
 * @throws SchemaServiceError `RELEASE_NONE`
 */
export function latestVersion(root: string): string {
  const latest = latestOf(frozenVersions(root).filter((version) => !isWithdrawn(root, version)));
  if (latest !== undefined) return latest;
  throw new SchemaServiceError({
    code: 'RELEASE_NONE',
    message: 'The repository has no release yet.',
    why: `${versionsFolder} holds none, prereleases and withdrawn ones aside.`,
    fix: 'Name what to compare with: schemactl diff FROM TO',
  });
}
