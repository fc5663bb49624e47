import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../../test/catalog-database.ts';
import { publishedRelease } from '../../test/published-release.ts';
import { createPostgresCatalog } from '../releases/postgres-catalog.ts';
import type { BlobStore } from './blob-store.ts';
import { createPostgresBlobs } from './postgres-blobs.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('keeps bytes once under their digest, however many write them at once', async () => {
  await using database = await createCatalogDatabase();
  const blobs = createPostgresBlobs(database.pool);
  const bytes = new Uint8Array([0, 255, 10]);
  const stat = { kind: 'blobStat', sha256: sha256(bytes), size: 3 };
  expect(await blobs.stat(stat.sha256)).toBeUndefined();
  expect(await blobs.read(stat.sha256)).toBeUndefined();
  const written = await Promise.all(Array.from({ length: 8 }, () => blobs.write(bytes)));
  expect(written).toEqual(Array(8).fill(stat));
  expect(await blobs.stat(stat.sha256)).toEqual(stat);
  expect([...((await blobs.read(stat.sha256)) ?? [])]).toEqual([...bytes]);
});

test('a catalog whose bytes are in another store has none of them, and knows their digests', async () => {
  await using database = await createCatalogDatabase();
  const kept = new Map<string, Uint8Array>();
  const blobs: BlobStore = {
    stat: async (digest) => {
      const size = kept.get(digest)?.byteLength;
      return size === undefined ? undefined : { kind: 'blobStat', sha256: digest, size };
    },
    read: async (digest) => kept.get(digest),
    write: async (bytes) => {
      kept.set(sha256(bytes), bytes);
      return { kind: 'blobStat', sha256: sha256(bytes), size: bytes.byteLength };
    },
  };
  const { pool } = database;
  const catalog = createPostgresCatalog({ pool, blobs });
  const published = publishedRelease('1.0.0');
  expect(await catalog.publish(published)).toBe('published');
  expect(await catalog.publish(published)).toBe('unchanged');
  for (const { ecosystem, name, filename, bytes, sha256: digest } of published.artifacts) {
    expect(await catalog.readArtifact(ecosystem, name, filename)).toMatchObject({ bytes });
    expect(await catalog.findArtifact(ecosystem, name, filename)).toMatchObject({ sha256: digest });
  }
  const { rows } = await pool.query(
    'SELECT count(*)::int, count(bytes)::int AS bytes FROM schema_catalog.blob',
  );
  expect(rows).toEqual([{ count: 2, bytes: 0 }]);
});

test('an artifact whose integrity is not that of its bytes is refused', async () => {
  await using database = await createCatalogDatabase();
  const catalog = createPostgresCatalog({ pool: database.pool });
  const { kind, release, artifacts } = publishedRelease('1.0.0');
  const wrong = artifacts.map((one) => ({ ...one, integrity: 'sha512-AAAA' }));
  await expect(catalog.publish({ kind, release, artifacts: wrong })).rejects.toMatchObject({
    code: '23514',
  });
  expect(await catalog.listVersions()).toEqual([]);
});
