import { createHash, randomUUID } from 'node:crypto';
import { createPostgresBlobs, createStores, ensureCatalogSchema } from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openArtifactStore } from '../../src/artifact-store/open-artifact-store.ts';
import { openS3Blobs } from '../../src/artifact-store/s3-blobs.ts';
import { readConfig } from '../../src/config/config.ts';
import { loadOptional } from '../../src/optional-package.ts';
import { startSchemaApi } from '../../src/start-schema-api.ts';
import { sampleRelease } from '../sample-releases.ts';

const endpoint = process.env.S3_ENDPOINT ?? '';
let bucket: string;
const location = () => ({ kind: 's3', bucket, prefix: 'team/', endpoint }) as const;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Asks the store itself, beside the adapter. */
async function ask(name: string, input: object): Promise<Record<string, unknown>> {
  const s3 = await loadOptional<
    Record<string, new (options: object) => { send(c: object): never }>
  >('@aws-sdk/client-s3', 'The test');
  const { S3Client, [`${name}Command`]: Command } = s3;
  if (!S3Client || !Command) throw new Error(name);
  return new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' }).send(
    new Command(input),
  );
}

beforeEach(async () => {
  bucket = `test-${randomUUID()}`;
  await ask('CreateBucket', { Bucket: bucket });
});

test('keeps bytes once under their digest, however many write them at once', async () => {
  const blobs = await openS3Blobs(location());
  const bytes = new Uint8Array([0, 255, 10]);
  const stat = { kind: 'blobStat', sha256: sha256(bytes), size: 3 };
  expect(await blobs.stat(stat.sha256)).toBeUndefined();
  expect(await blobs.read(stat.sha256)).toBeUndefined();
  const written = await Promise.all(Array.from({ length: 8 }, () => blobs.write(bytes)));
  expect(written).toEqual(Array(8).fill(stat));
  expect(await blobs.stat(stat.sha256)).toEqual(stat);
  expect([...((await blobs.read(stat.sha256)) ?? [])]).toEqual([...bytes]);
  const empty = await blobs.write(new Uint8Array());
  expect(await blobs.read(empty.sha256)).toHaveLength(0);
  const { Contents } = await ask('ListObjectsV2', { Bucket: bucket });
  expect(Contents).toHaveLength(2);
  const key = `team/sha256/${stat.sha256.slice(0, 2)}/${stat.sha256}`;
  expect(Contents).toContainEqual(expect.objectContaining({ Key: key, Size: 3 }));
});

test('other bytes under a digest are refused', async () => {
  const blobs = await openS3Blobs(location());
  const { sha256: digest } = await blobs.write(new Uint8Array([1, 2, 3]));
  const Key = `team/sha256/${digest.slice(0, 2)}/${digest}`;
  await ask('PutObject', { Bucket: bucket, Key, Body: new Uint8Array([1, 2, 4]) });
  await expect(blobs.read(digest)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
});

test.each([
  [
    'a bucket that is not there',
    { bucket: 'test-none' },
    {},
    'ARTIFACT_STORE_REFUSED',
    /NoSuchBucket/,
  ],
  [
    'a key of nobody',
    {},
    { AWS_ACCESS_KEY_ID: 'nobody' },
    'ARTIFACT_STORE_REFUSED',
    /InvalidAccessKeyId/,
  ],
  [
    'a wrong secret',
    {},
    { AWS_SECRET_ACCESS_KEY: 'not-the-secret' },
    'ARTIFACT_STORE_REFUSED',
    /SignatureDoesNotMatch/,
  ],
  [
    'nobody who answers',
    { endpoint: 'http://127.0.0.1:1' },
    {},
    'ARTIFACT_STORE_UNREACHABLE',
    /ECONNREFUSED/,
  ],
])('%s is one clear error at the start', async (_what, place, env, code, why) => {
  for (const [name, value] of Object.entries(env)) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      process.env[name] = before;
    });
  }
  const error = await openS3Blobs({ ...location(), ...place }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, why: expect.stringMatching(why), fix: expect.any(String) });
  expect(JSON.stringify(error)).not.toContain('not-the-secret');
  expect(JSON.stringify(error)).not.toContain(process.env.AWS_SECRET_ACCESS_KEY);
});

test('the API serves what is kept there, and what was published before', async () => {
  await using stack = new AsyncDisposableStack();
  const { connectionString } = stack.use(await createTestDatabase());
  await ensureCatalogSchema(connectionString, up);
  const pool = new pg.Pool({ connectionString });
  stack.defer(() => pool.end());
  await createStores(pool, createPostgresBlobs(pool)).catalog.publish(sampleRelease('1.0.0'));
  const blobs = await openArtifactStore(location(), pool);
  await createStores(pool, blobs).catalog.publish(sampleRelease('1.1.0'));
  const { rows } = await pool.query(
    'SELECT count(*)::int AS kept, count(bytes)::int AS here FROM schema_catalog.blob',
  );
  expect(rows[0].here).toBeGreaterThan(0);
  expect(rows[0].kept).toBe(2 * rows[0].here);

  const store = `s3://${bucket}/team?endpoint=${endpoint}`;
  const env = { DATABASE_URL: connectionString, PORT: '0', LOG_LEVEL: 'silent' };
  const api = await startSchemaApi(readConfig({ ...env, ARTIFACT_STORE: store }));
  stack.defer(() => api.close());
  for (const version of ['1.0.0', '1.1.0'] as const) {
    const answer = await fetch(`${api.url}/client/${version}/node`);
    expect(answer.status).toBe(200);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const published = sampleRelease(version).artifacts.map((one) => one.sha256);
    expect(published).toContain(sha256(bytes));
  }
});

test('a bucket that goes away is 503 and said so, without its credentials', async () => {
  await using stack = new AsyncDisposableStack();
  const { connectionString } = stack.use(await createTestDatabase());
  await ensureCatalogSchema(connectionString, up);
  const pool = new pg.Pool({ connectionString });
  stack.defer(() => pool.end());
  const blobs = await openArtifactStore(location(), pool);
  await createStores(pool, blobs).catalog.publish(sampleRelease('1.0.0'));
  const store = `s3://${bucket}/team?endpoint=${endpoint}`;
  const env = { DATABASE_URL: connectionString, PORT: '0', LOG_LEVEL: 'silent' };
  const api = await startSchemaApi(readConfig({ ...env, ARTIFACT_STORE: store }));
  stack.defer(() => api.close());
  const { Contents } = await ask('ListObjectsV2', { Bucket: bucket });
  for (const { Key } of Contents as readonly { readonly Key: string }[]) {
    await ask('DeleteObject', { Bucket: bucket, Key });
  }
  await ask('DeleteBucket', { Bucket: bucket });
  const answer = await fetch(`${api.url}/client/1.0.0/node`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'ARTIFACT_STORE_REFUSED' });
});
