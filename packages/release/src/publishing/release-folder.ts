import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { manifestFile, parseManifest, sha256, signatureFile } from '@schema-service/publication';
import { readCachedArtifacts, writeCachedArtifacts } from '../artifacts/artifact-cache.ts';
import { decodeText, readFileIfThere } from '../files/read-files.ts';
import type { ReadRelease } from '../read-releases.ts';
import type { BuiltRelease, ReleaseDocument } from './release-registry.ts';

/**
 * Writes a built release to `<folder>/<version>/`: the packages as registries
 * get them, and the manifest. The folder appears whole or not at all.
 *
 * @returns the folder of the version
 */
export async function writeBuiltRelease(
  folder: string,
  { release, artifacts, documents }: BuiltRelease,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const target = join(folder, release.version);
  await writeCachedArtifacts(folder, release.version, release.metadata.digest, artifacts);
  try {
    for (const { filename, content } of documents) await writeFile(join(target, filename), content);
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
  return target;
}

/**
 * Reads back what {@link writeBuiltRelease} wrote, so that a job publishes what
 * another one built. Every byte has the digest that the manifest says.
 *
 * @throws SchemaServiceError `RELEASE_BUILD_MISSING`, `RELEASE_CONTENT_MISMATCH`, `RELEASE_MANIFEST_INVALID`
 */
export async function readBuiltRelease(
  folder: string,
  release: ReadRelease,
): Promise<BuiltRelease> {
  const { version, metadata } = release;
  const target = join(folder, version);
  const text = await readFileIfThere(join(target, manifestFile));
  if (text === undefined) {
    throw new SchemaServiceError({
      code: 'RELEASE_BUILD_MISSING',
      message: `${target} has no built release.`,
      why: `There is no ${manifestFile} in it.`,
      fix: `Build it: schemactl release build ${version} --out ${folder}`,
      meta: { folder: target },
    });
  }
  const manifest = parseManifest(decodeText(text), join(target, manifestFile));
  const artifacts = await readCachedArtifacts(folder, version, metadata.digest);
  const listed = new Map(manifest.artifacts.map((one) => [one.filename, one.sha256]));
  const isWhole =
    artifacts?.length === listed.size &&
    manifest.metadataDigest === metadata.digest &&
    artifacts.every(({ filename, bytes }) => listed.get(filename) === sha256(bytes));
  if (!isWhole) {
    throw new SchemaServiceError({
      code: 'RELEASE_CONTENT_MISMATCH',
      message: `${target} is not what its manifest says, or not the release ${version} of this repository.`,
      why: 'What is published can never be corrected.',
      fix: `Build it again: schemactl release build ${version} --out ${folder}`,
      meta: { version, folder: target },
    });
  }
  const signature = await readFileIfThere(join(target, signatureFile));
  const documents: ReleaseDocument[] = [{ filename: manifestFile, content: decodeText(text) }];
  if (signature !== undefined) {
    documents.push({ filename: signatureFile, content: decodeText(signature) });
  }
  return { release, artifacts, documents };
}
