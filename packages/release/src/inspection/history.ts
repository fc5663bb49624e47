import { join } from 'node:path';
import type { ReleaseMetadata } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import {
  compareVersions,
  metadataFile,
  migrationsFolder,
  versionFolder,
  versionsFolder,
  versionsIn,
} from '@schema-service/repository';
import { inspectPrevious } from './inspect-previous.ts';
import { inspectRelease, readMetadata } from './inspect-release.ts';
import { formatFinding, moveAway, type ReleaseFinding, restore } from './release-finding.ts';
import { type ReleaseFolder, readReleaseFolder } from './release-folder.ts';

/** What stands on disk: a folder for each version, lowest first, and the versions that have migrations. */
export interface History {
  readonly folders: readonly ReleaseFolder[];
  readonly migratedVersions: readonly string[];
}

/** Reads the folders of every version. Folders whose name is no version are none of ours. */
export async function readHistory(root: string): Promise<History> {
  const versions = versionsIn(join(root, versionsFolder));
  return {
    folders: await Promise.all(versions.map((version) => readReleaseFolder(root, version))),
    migratedVersions: versionsIn(join(root, migrationsFolder)),
  };
}

/** Everything in the history that is not as it was frozen. Pure. */
export function* inspectHistory({ folders, migratedVersions }: History): Generator<ReleaseFinding> {
  const earlier: ReleaseMetadata[] = [];
  for (const folder of folders) {
    yield* inspectRelease(folder);
    const reading = readMetadata(folder);
    if (reading.kind !== 'valid') continue;
    yield* inspectLink(earlier, reading.value);
    earlier.push(reading.value);
  }
  yield* inspectPrevious(folders, earlier);
  const versions = folders.map(({ version }) => version);
  for (const version of migratedVersions) {
    const latest = versions.at(-1);
    // Later than every release is the version that is being made.
    if (versions.includes(version) || latest === undefined) continue;
    if (compareVersions(version, latest) > 0) continue;
    const file = `${migrationsFolder}/${version}`;
    const message = `There is no release ${version}, and ${latest} is already out.`;
    const fix = moveAway(file);
    yield { kind: 'releaseFinding', id: 'MIGRATIONS_WITHOUT_RELEASE', version, file, message, fix };
  }
}

/**
 * The hash chain: each release names the one that it was built on, and the digest that one had. With a patch of an old
 * line it is a tree: both 1.1.1 and 2.0.0 were built on 1.1.0.
 */
function* inspectLink(
  earlier: readonly ReleaseMetadata[],
  { version, previous, previousDigest }: ReleaseMetadata,
): Generator<ReleaseFinding> {
  const found = earlier.find((other) => other.version === previous);
  const isRoot = previous === null && previousDigest === null && earlier.length === 0;
  if (isRoot || (found !== undefined && found.digest === previousDigest)) return;
  const file = `${versionFolder(found?.version ?? version)}/${metadataFile}`;
  const before = earlier.at(-1)?.version ?? 'none';
  yield {
    kind: 'releaseFinding',
    id: 'CHAIN_BROKEN',
    version: found?.version ?? version,
    file,
    message:
      found === undefined
        ? `It follows ${previous ?? 'no release'}, but the release before it here is ${before}.`
        : `It is not what release ${version} was built on: its digest is another.`,
    fix: found === undefined ? 'Bring back the release that it follows.' : restore(file),
  };
}

/** The refusal to go on with a history that was edited. */
export function historyEdited(findings: readonly ReleaseFinding[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_HISTORY_EDITED',
    message: [
      'The frozen releases are not as they were released.',
      ...findings.map(formatFinding),
    ].join('\n'),
    why: 'Databases and services already run on them; a release never changes.',
    fix: 'Take the edits back as said above.',
    meta: { findings },
  });
}
