import {
  type Artifact,
  type PackageNaming,
  type PackProgress,
  packAll,
  packageNames,
} from '@schema-service/codegen';
import { readCachedArtifacts, writeCachedArtifacts } from './artifacts/artifact-cache.ts';
import { generatorDigest } from './artifacts/generator-digest.ts';
import { canonicalJson, sha256 } from './digest.ts';
import type { ReadRelease } from './read-releases.ts';

export interface BuildOptions {
  /** Where artifacts are kept, as `<cacheDirectory>/<version>/<filename>`; without one, all is made each time. */
  readonly cacheDirectory?: string;
  /** Called after each step of generating and packing; never when the cache answers. */
  readonly onProgress?: (progress: PackProgress) => void;
}

/**
 * Generates and packs the clients of a release, or takes them from the cache
 * where this generator made them before of this schema. The same bytes either
 * way.
 */
export async function buildRelease(
  release: ReadRelease,
  naming: PackageNaming,
  { cacheDirectory, onProgress }: BuildOptions = {},
): Promise<readonly Artifact[]> {
  const make = (): Promise<readonly Artifact[]> =>
    packAll(release.model, {
      version: release.version,
      names: packageNames(naming),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  if (cacheDirectory === undefined) return make();
  const key = await cacheKey(release, naming);
  const cached = await readCachedArtifacts(cacheDirectory, release.version, key);
  if (cached !== undefined) return cached;
  const artifacts = await make();
  await writeCachedArtifacts(cacheDirectory, release.version, key, artifacts);
  return artifacts;
}

/** The schema counts by its text: comments are not in its content hash, and they are in the clients. */
async function cacheKey(release: ReadRelease, naming: PackageNaming): Promise<string> {
  return sha256(
    canonicalJson({
      version: release.version,
      schema: release.metadata.files['schema.prisma'],
      hash: release.metadata.hash,
      naming,
      generator: await generatorDigest(),
    }),
  );
}
