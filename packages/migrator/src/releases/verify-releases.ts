import { hash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import { PREVIOUS_FILE } from '../migrations/version-line.ts';
import {
  digestOf,
  type FileDigests,
  fileDigests,
  LAYOUT_FILE,
  type ReleaseFiles,
  repeatablePath,
  STRUCTURE_FILE,
  squashEntries,
} from './release-files.ts';

/** A release whose files are what it was released with. */
export interface VerifiedRelease extends FileDigests {
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Holds releases against their metadata: the metadata against its own digest and
 * against that which the next release has of it, every file against the digest
 * in the metadata. Pure. A structure that was added to a release that was frozen
 * without has no digest to be held against.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_EDITED, naming every file with the reason
 */
export function verifyReleases(
  releases: readonly ReleaseFiles[],
  from: string,
): readonly VerifiedRelease[] {
  const verified = releases.map((release) => {
    const digests = fileDigests(release.metadata);
    return { release, digests: digests?.version === release.version ? digests : undefined };
  });
  const byVersion = new Map(verified.map(({ release, digests }) => [release.version, digests]));
  const problems = verified.flatMap(({ release, digests }) =>
    digests
      ? [...metadataProblems(digests, byVersion), ...fileProblems(release, digests)]
      : [noMetadata(release)],
  );
  if (problems.length > 0) throw edited(from, problems);
  return verified.flatMap(({ release: { files }, digests }) =>
    digests ? [{ ...digests, files: withoutDocuments(files) }] : [],
  );
}

/** What only whoever writes the next version reads. What a release was built on is in its metadata, too, and that is sealed. */
const documents: readonly string[] = [PREVIOUS_FILE, LAYOUT_FILE];

const withoutDocuments = (files: ReleaseFiles['files']): ReleaseFiles['files'] =>
  new Map([...files].filter(([name]) => !documents.includes(name)));

const noMetadata = ({ version, metadata }: ReleaseFiles): string =>
  metadata === null
    ? `migrations/${version}: there is no release ${version}.`
    : `${metadataPath(version)}: it is not the metadata of release ${version}.`;

const metadataPath = (version: string): string => `schema/versions/${version}/metadata.json`;

function* metadataProblems(
  digests: FileDigests,
  all: ReadonlyMap<string, FileDigests | undefined>,
): Generator<string> {
  const { version, previous, previousDigest, digest } = digests;
  const path = metadataPath(version);
  if (digestOf(digests) !== digest) yield `${path}: it was edited after the release.`;
  if (previous === null) return;
  if (!all.has(previous)) yield `${path}: it is built on ${previous}, which is not here.`;
  const before = all.get(previous);
  if (before && before.digest !== previousDigest) {
    yield `${metadataPath(previous)}: it is not what release ${version} was built on.`;
  }
}

function* fileProblems(release: ReleaseFiles, digests: FileDigests): Generator<string> {
  const { version, files, mayLackStructure } = release;
  const known = new Set([STRUCTURE_FILE, ...documents]);
  for (const { id, up, down } of digests.migrations) {
    known.add(`${id}/up.sql`).add(`${id}/down.sql`);
    yield* fileProblem(version, `${id}/up.sql`, files, up);
    yield* fileProblem(version, `${id}/down.sql`, files, down);
  }
  for (const { name, digest } of digests.repeatables ?? []) {
    const path = repeatablePath(name);
    known.add(path);
    yield* fileProblem(version, path, files, digest);
  }
  for (const [path, digest] of digests.squash ? squashEntries(digests.squash) : []) {
    known.add(path);
    yield* fileProblem(version, path, files, digest);
  }
  const mayLack = mayLackStructure && !files.has(STRUCTURE_FILE);
  if (digests.structure !== undefined && !mayLack) {
    yield* fileProblem(version, STRUCTURE_FILE, files, digests.structure);
  }
  if (files.has(LAYOUT_FILE)) {
    yield* fileProblem(version, LAYOUT_FILE, files, digests.layout ?? null);
  }
  for (const name of files.keys()) {
    if (!known.has(name)) yield notOf(version, name);
  }
}

function* fileProblem(
  version: string,
  name: string,
  files: ReleaseFiles['files'],
  digest: string | null,
): Generator<string> {
  const bytes = files.get(name);
  if (bytes === undefined) {
    if (digest !== null) yield `migrations/${version}/${name}: it is missing.`;
  } else if (digest === null) {
    yield notOf(version, name);
  } else if (hash('sha256', bytes) !== digest) {
    yield `migrations/${version}/${name}: its SHA-256 is not ${digest}, as release ${version} has it.`;
  }
}

const notOf = (version: string, name: string): string =>
  `migrations/${version}/${name}: it is not part of release ${version}.`;

function edited(from: string, problems: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_SOURCE_EDITED',
    message: [`${from} does not have what was released:`, ...problems].join('\n  '),
    why: 'What runs on a database is what was released, or it does not run.',
    fix: 'Install or download it again. What is not released yet is given by --dir.',
    meta: { from, problems },
  });
}
