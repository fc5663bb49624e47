import { type BlobStore, createPostgresBlobs } from '@schema-service/catalog';
import type { Pool } from 'pg';
import type { ArtifactStoreLocation } from './artifact-store-url.ts';
import { openS3Blobs } from './s3-blobs.ts';

/** The store that is configured. One that is not the database still finds what was published before it was. */
export async function openArtifactStore(
  location: ArtifactStoreLocation,
  pool: Pool,
): Promise<BlobStore> {
  const inDatabase = createPostgresBlobs(pool);
  if (location.kind === 'postgres') return inDatabase;
  const blobs = await openS3Blobs(location);
  return {
    stat: async (sha256) => (await blobs.stat(sha256)) ?? inDatabase.stat(sha256),
    read: async (sha256) => (await blobs.read(sha256)) ?? inDatabase.read(sha256),
    write: blobs.write,
  };
}
