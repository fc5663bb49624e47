import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions, metadataFile, versionFolder } from '@schema-service/repository';
import { type History, historyEdited, inspectHistory, readHistory } from './inspection/history.ts';
import type { ReleaseFolder } from './inspection/release-folder.ts';
import type { ReadRelease } from './read-releases.ts';
import { linkReleases, toRelease } from './read-releases.ts';

/** The releases before a version that is to be frozen, whole and in order; without a version all that are frozen. */
export async function readEarlierReleases(
  root: string,
  version?: string,
): Promise<readonly ReadRelease[]> {
  const history = await readHistory(root);
  const isFrozen = (other: (typeof history.folders)[number]): boolean =>
    other.frozen.has(`${versionFolder(other.version)}/${metadataFile}`);
  const frozen = history.folders.filter(isFrozen);
  if (version !== undefined) refuseVersion(history, frozen, version);
  const findings = [...inspectHistory({ folders: frozen, migratedVersions: [] })];
  if (findings.length > 0) throw historyEdited(findings);
  return linkReleases(frozen.map(toRelease));
}

/** A version that cannot come next. */
function refuseVersion(history: History, frozen: readonly ReleaseFolder[], version: string): void {
  const last = frozen.at(-1)?.version;
  if (frozen.some((other) => other.version === version)) {
    throw new SchemaServiceError({
      code: 'RELEASE_ALREADY_FROZEN',
      message: `Version ${version} is already frozen.`,
      why: 'A release never changes.',
      fix: 'Freeze a new version.',
      meta: { version },
    });
  }
  if (last !== undefined && compareVersions(version, last) <= 0) {
    throw new SchemaServiceError({
      code: 'RELEASE_VERSION_NOT_AFTER_LAST',
      message: `Version ${version} does not come after ${last}, the last release.`,
      why: 'Databases move through the versions in one order.',
      fix: `Choose a version above ${last}. A patch of an older line is made on a branch from that line's last release, such as: git switch -c release-1.1 v1.1.0`,
      meta: { version, last },
    });
  }
  const skipped = history.folders.find(
    (other) => !frozen.includes(other) && compareVersions(other.version, version) < 0,
  );
  if (skipped !== undefined) {
    throw new SchemaServiceError({
      code: 'RELEASE_PREVIOUS_NOT_FROZEN',
      message: `Version ${skipped.version} comes before ${version} and is not frozen.`,
      fix: `Freeze ${skipped.version} first, or delete ${versionFolder(skipped.version)}.`,
      meta: { version, unfrozen: skipped.version },
    });
  }
}
