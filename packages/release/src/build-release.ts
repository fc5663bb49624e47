import {
  type Artifact,
  type PackageNaming,
  type PackProgress,
  packAll,
  packageNames,
  packNpm,
} from '@schema-service/codegen';
import { canonicalJson, sha256 } from '@schema-service/publication';
import { readCachedArtifacts, writeCachedArtifacts } from './artifacts/artifact-cache.ts';
import { generatorDigest } from './artifacts/generator-digest.ts';
import { migrationsPackage } from './artifacts/migrations-package.ts';
import type { ReadRelease } from './read-releases.ts';

export interface BuildOptions {
  /** Where artifacts are kept, as `<cacheDirectory>/<version>/<filename>`; without one, all is made each time. */
  readonly cacheDirectory?: string;
  /** Called after each step of generating and packing; never when the cache answers. */
  readonly onProgress?: (progress: PackProgress) => void;
}

/**
 * Generates and packs what a release consists of, the chosen clients and the
 * migrations, or takes it from the cache where this generator made it before of
 * this schema. The same bytes either way.
 */
export async function buildRelease(
  release: ReadRelease,
  naming: PackageNaming,
  { cacheDirectory, onProgress }: BuildOptions = {},
): Promise<readonly Artifact[]> {
  const migrations = packNpm(migrationsPackage(release, naming));
  const names = packageNames(naming);
  const { repository, unknownEnumValues } = naming;
  const make = async (): Promise<readonly Artifact[]> => {
    const clients = await packAll(release.model, {
      version: release.version,
      names,
      ...(repository === undefined ? {} : { repository }),
      ...(unknownEnumValues === undefined ? {} : { unknownEnumValues }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return [...clients, migrations];
  };
  if (cacheDirectory === undefined) return make();
  const key = await cacheKey(release, naming, migrations);
  const cached = await readCachedArtifacts(cacheDirectory, release.version, key);
  if (cached !== undefined) return cached;
  const artifacts = await make();
  await writeCachedArtifacts(cacheDirectory, release.version, key, artifacts);
  return artifacts;
}

/** The schema counts by its text: comments are not in its content hash, and they are in the clients. */
async function cacheKey(
  release: ReadRelease,
  naming: PackageNaming,
  migrations: Artifact,
): Promise<string> {
  return sha256(
    canonicalJson({
      version: release.version,
      schema: release.metadata.files['schema.prisma'],
      hash: release.metadata.hash,
      names: packageNames(naming),
      repository: naming.repository ?? null,
      unknownEnumValues: naming.unknownEnumValues ?? null,
      migrations: [migrations.name, migrations.sha256],
      generator: await generatorDigest(),
    }),
  );
}
