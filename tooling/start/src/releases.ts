import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import {
  type ArtifactSummary,
  createPostgresCatalog,
  ensureCatalogSchema,
} from '@schema-service/catalog';
import type { Artifact } from '@schema-service/codegen';
import { readDatabaseUrl } from '@schema-service/database-url';
import { isSchemaServiceError } from '@schema-service/errors';
import { up } from '@schema-service/migrator';
import {
  buildRelease,
  publishRelease,
  type ReadRelease,
  readReleases,
} from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import pg from 'pg';

/** A release and its packed packages. */
export interface BuiltRelease {
  readonly release: ReadRelease;
  readonly artifacts: readonly Artifact[];
}

/** Generates and packs the clients of every frozen version; what was built before is read from the data directory. */
export async function buildReleases(
  repository: string,
  dataDirectory: string,
): Promise<readonly BuiltRelease[]> {
  const naming = loadConfig(repository);
  const releases = await readReleases(repository);
  const built: BuiltRelease[] = [];
  for (const release of releases) {
    const artifacts = await step(`build clients of ${release.version}`, async (note) => {
      const packed = await buildRelease(release, naming, {
        cacheDirectory: join(dataDirectory, 'artifacts'),
        onProgress: ({ kind, name }) => note(`${kind} ${name}`),
      });
      note(`${packed.length} packages`);
      return packed;
    });
    built.push({ release, artifacts });
  }
  return built;
}

/** Publishes them into the catalog that the Schema API serves. Gives the packages of every version as it has them. */
export async function publishReleases(
  databaseUrl: string,
  built: readonly BuiltRelease[],
): Promise<readonly ArtifactSummary[]> {
  const pool = new pg.Pool({ ...readDatabaseUrl(databaseUrl).config, max: 2 });
  try {
    await ensureCatalogSchema(databaseUrl, up);
    const catalog = createPostgresCatalog({ pool });
    for (const { release, artifacts } of built) {
      await step(`publish ${release.version}`, async (note) => {
        try {
          note(await publishRelease(release, artifacts, catalog));
        } catch (error) {
          // Generators change while they are developed; what was published stands.
          if (!isSchemaServiceError(error) || error.code !== 'RELEASE_ALREADY_PUBLISHED')
            throw error;
          note('stays as it was published before; --fresh publishes what is built now');
        }
      });
    }
    return await catalog.listArtifacts({});
  } finally {
    await pool.end();
  }
}
