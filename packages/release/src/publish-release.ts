import { createHash } from 'node:crypto';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { type Artifact, pythonVersion } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { changelogFile, schemaFile } from '@schema-service/repository';
import { schemaHash } from '@schema-service/schema-model';
import { metadataDigest, sha256 } from './digest.ts';
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
    ...mismatchesOf(release),
    ...artifacts.flatMap((artifact) => [...artifactMismatches(release, artifact)]),
  ];
  if (problems.length > 0) {
    throw new SchemaServiceError({
      code: 'RELEASE_CONTENT_MISMATCH',
      message: [`Release ${release.version} is not what its digests say:`, ...problems].join(
        '\n  ',
      ),
      why: 'What is published can never be corrected.',
      fix: 'Build it again from its frozen files.',
      meta: { version: release.version, problems },
    });
  }
  return catalog.publish({ kind: 'publishedRelease', release, artifacts });
}

function* mismatchesOf({
  version,
  metadata,
  schema,
  changelog,
  model,
  migrations,
  structure,
}: ReadRelease): Generator<string> {
  if (metadata.version !== version) yield `metadata.json is that of ${metadata.version}`;
  if (metadata.digest !== metadataDigest(metadata)) yield 'metadata.json: digest';
  if (metadata.files[schemaFile] !== sha256(schema)) yield schemaFile;
  if (metadata.files[changelogFile] !== sha256(changelog)) yield changelogFile;
  if (metadata.hash !== schemaHash(model)) yield `${schemaFile}: content hash`;
  const structureDigest = structure === undefined ? undefined : sha256(structure);
  if (metadata.structure !== undefined && metadata.structure !== structureDigest) {
    yield 'structure.json';
  }
  if (metadata.migrations.length !== migrations.length) yield 'migrations: another number';
  for (const [position, { id, up, down }] of migrations.entries()) {
    const recorded = metadata.migrations[position];
    const downDigest = down === null ? null : sha256(down);
    if (recorded?.id !== id || recorded.up !== sha256(up) || recorded.down !== downDigest) {
      yield `migration ${id}`;
    }
  }
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
