import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiClient, createApiClient } from '@schema-service/api-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { type RunningServer, runningServer } from './running-server.ts';
import { sampleRelease } from './sample-releases.ts';

let published: TestCatalog;
let server: RunningServer;
let api: ApiClient;

beforeAll(async () => {
  published = await publishedCatalog();
  server = await runningServer({ stores: published.stores });
  api = createApiClient({ baseUrl: `${server.url}/` });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

test('reads all that the API has', async () => {
  const { release } = sampleRelease('2.0.0');
  expect((await api.listVersions()).latest).toBe('2.0.0');
  expect((await api.latestVersion()).previous).toBe('1.1.0');
  expect((await api.getSchema('latest')).changelog).toBe(release.changelog);
  expect(await api.getSchemaText('2.0.0')).toBe(release.schema);
  expect((await api.listMigrations('1.1.0')).migrations[0]?.id).toBe('001_init');
});

test('downloads a client whose digest is the announced one', async () => {
  const { sha256, size } = await api.describeClient('1.0.0', 'typescript');
  const bytes = await api.downloadClient('1.0.0', 'typescript');
  expect(bytes).toHaveLength(size);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
});

test.each(['9.9.9', '1.1.1.1', '../versions'])(
  'throws what the server says about %s',
  async (version) => {
    const code = version === '9.9.9' ? 'VERSION_NOT_FOUND' : 'REQUEST_INVALID';
    await expect(api.getSchema(version)).rejects.toMatchObject({
      name: 'SchemaServiceError',
      code,
    });
  },
);

test('says that nothing answers, or that what answers is no Schema API', async () => {
  const other = createServer((_request, response) => response.end('<html>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo; // A TCP server's address is no string.
  const stranger = createApiClient({ baseUrl: `http://127.0.0.1:${port}` });
  await expect(stranger.listVersions()).rejects.toMatchObject({ code: 'API_ANSWER_INVALID' });
  await new Promise((resolve) => other.close(resolve));
  await expect(stranger.listVersions()).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
});
