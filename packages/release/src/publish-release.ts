import { createHash } from 'node:crypto';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { type Artifact, pythonVersion } from '@schema-service/codegen';
import { contentMismatch, mismatches, sha256 } from '@schema-service/publication';
import type { ReadRelease } from './read-releases.ts';

/**
 * Publishes a release with its artifacts, after checking that every digest is
 * that of its content and that nothing belongs to another version. Throws
 * `RELEASE_CONTENT_MISMATCH`, naming every mismatch, and what
 * {@link ReleaseCatalog.publish} throws.
 */
export async function publishRelease(
  release: ReadRelease,
  artifacts: readonly Artifact[],
  catalog: ReleaseCatalog,
): Promise<'published' | 'unchanged'> {
  const problems = [
    ...mismatches(release, release.model),
    ...artifacts.flatMap((artifact) => [...artifactMismatches(release, artifact)]),
  ];
  if (problems.length > 0) throw contentMismatch(release.version, problems);
  return catalog.publish({ kind: 'publishedRelease', release, artifacts });
}

function* artifactMismatches({ version }: ReadRelease, artifact: Artifact): Generator<string> {
  const { ecosystem, filename, bytes } = artifact;
  // `2.1.0-rc.0` is `2.1.0rc0` to Python.
  const expected = ecosystem === 'pypi' ? pythonVersion(version) : version;
  if (artifact.version !== expected) yield `${filename} is of version ${artifact.version}`;
  if (artifact.sha256 !== sha256(bytes)) yield `${filename}: sha256`;
  if (artifact.integrity !== `sha512-${createHash('sha512').update(bytes).digest('base64')}`) {
    yield `${filename}: integrity`;
  }
}
