import {
  createPostgresCatalog,
  ensureCatalogSchema,
  type ReleaseCatalog,
} from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { type SampleVersion, sampleRelease, sampleVersions } from './sample-releases.ts';

export interface TestCatalog extends AsyncDisposable {
  readonly catalog: ReleaseCatalog;
  readonly connectionString: string;
}

/** A catalog in a database of its own, with the sample releases published into it. */
export async function publishedCatalog({
  versions = sampleVersions,
  pythonRequires = [],
}: {
  readonly versions?: readonly SampleVersion[];
  readonly pythonRequires?: readonly string[];
} = {}): Promise<TestCatalog> {
  const { connectionString, drop } = await createTestDatabase();
  const pool = new pg.Pool({ connectionString });
  await ensureCatalogSchema(connectionString, up);
  const catalog = createPostgresCatalog({ pool });
  for (const version of versions) await catalog.publish(sampleRelease(version, pythonRequires));
  const dispose = async () => {
    await pool.end();
    await drop();
  };
  return { catalog, connectionString, [Symbol.asyncDispose]: dispose };
}

/** The same catalog, but its files are those of another version. */
export function swappedBytes(catalog: ReleaseCatalog): ReleaseCatalog {
  return {
    ...catalog,
    readArtifact: async (ecosystem, name, filename) => {
      const file = await catalog.readArtifact(ecosystem, name, filename);
      const other = await catalog.readArtifact(ecosystem, name, filename.replace('2.0.0', '1.0.0'));
      return file && other && { ...file, bytes: other.bytes };
    },
  };
}
