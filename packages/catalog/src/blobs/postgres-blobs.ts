import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { select } from '../database/select.ts';
import { withClient } from '../database/with-client.ts';
import type { BlobStore } from './blob-store.ts';

/** Blobs in the catalog's own database, which checks every digest. */
export function createPostgresBlobs(pool: Pool): BlobStore {
  return {
    stat: async (sha256) => {
      const [row] = await select<{ size: number }>(
        pool,
        'SELECT size FROM schema_catalog.blob WHERE sha256 = $1 AND bytes IS NOT NULL',
        [sha256],
      );
      return row && { kind: 'blobStat', sha256, size: row.size };
    },
    read: async (sha256) => {
      const [row] = await select<{ bytes: Buffer | null }>(
        pool,
        'SELECT bytes FROM schema_catalog.blob WHERE sha256 = $1',
        [sha256],
      );
      return row?.bytes ?? undefined;
    },
    write: (bytes) =>
      withClient(pool, async (client) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const { byteLength: size } = bytes;
        await client.query(
          `INSERT INTO schema_catalog.blob (sha256, size, bytes) VALUES ($1, $2, $3)
           ON CONFLICT (sha256) DO NOTHING`,
          [sha256, size, Buffer.from(bytes.buffer, bytes.byteOffset, size)],
        );
        return { kind: 'blobStat', sha256, size };
      }),
  };
}
