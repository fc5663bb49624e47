import {
  type BlobStore,
  createStores,
  type ReleaseCatalog,
  type Stores,
} from '@schema-service/catalog';
import pg from 'pg';
import { emptyCatalog } from './empty-catalog.ts';
import { type SampleVersion, sampleRelease, sampleVersions } from './sample-releases.ts';

export interface TestCatalog extends AsyncDisposable {
  readonly stores: Stores;
  readonly catalog: ReleaseCatalog;
  readonly connectionString: string;
  readonly pool: pg.Pool;
}

/** A catalog in a database of its own, with the sample releases published into it. */
export async function publishedCatalog({
  versions = sampleVersions,
  pythonRequires = [],
}: {
  readonly versions?: readonly SampleVersion[];
  readonly pythonRequires?: readonly string[];
} = {}): Promise<TestCatalog> {
  const { connectionString, drop } = await emptyCatalog();
  const pool = new pg.Pool({ connectionString });
  const stores = createStores(pool);
  const { catalog } = stores;
  for (const version of versions) await catalog.publish(sampleRelease(version, pythonRequires));
  const dispose = async () => {
    await pool.end();
    await drop();
  };
  return { stores, catalog, connectionString, pool, [Symbol.asyncDispose]: dispose };
}

/** The same stores, but the catalog's files are those of another version. */
export function swappedBytes(stores: Stores): Stores {
  const { catalog, blobs } = stores;
  const read: BlobStore['read'] = async (sha256) => {
    const artifacts = await catalog.listArtifacts({});
    const file = artifacts.find((one) => one.sha256 === sha256);
    const otherName = file?.filename.replace('2.0.0', '1.0.0');
    const other = artifacts.find(({ filename }) => filename === otherName);
    return other && blobs.read(other.sha256);
  };
  return { ...stores, blobs: { ...blobs, read } };
}
