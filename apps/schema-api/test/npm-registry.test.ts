import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { sampleRelease } from './sample-releases.ts';

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;

beforeAll(async () => {
  published = await publishedCatalog();
  server = buildServer({ stores: published.stores });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: '127.0.0.1:4000', ...headers } });

const client = sampleRelease('2.0.0').artifacts[0];
// As npm 11 sends it.
const abbreviated = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

describe('a packument', () => {
  test.each([
    '/npm/@org%2fdb-client',
    '/npm/@org%2Fdb-client',
    '/npm/@org/db-client',
    '/npm/%40org%2fdb-client',
  ])('is found at %s', async (url) => {
    const answer = await get(url, { accept: 'application/json' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      name: '@org/db-client',
      'dist-tags': { latest: '2.0.0' },
    });
  });

  test('has every manifest whole, with where and what its tarball is', async () => {
    const packument = (await get('/npm/@org%2fdb-client')).json();
    expect(Object.keys(packument.versions)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
    expect(packument.versions['2.0.0']).toEqual({
      ...client?.manifest,
      _id: '@org/db-client@2.0.0',
      dist: {
        tarball: 'http://127.0.0.1:4000/npm/@org/db-client/-/db-client-2.0.0.tgz',
        integrity: client?.integrity,
        shasum: createHash('sha1')
          .update(client?.bytes ?? '')
          .digest('hex'),
      },
    });
    expect(Object.keys(packument.time)).toEqual(['created', 'modified', '1.0.0', '1.1.0', '2.0.0']);
  });

  test('is abbreviated to what an install needs for who asks', async () => {
    const answer = await get('/npm/@org%2fdb-client', { accept: abbreviated });
    expect(answer.headers['content-type']).toBe('application/vnd.npm.install-v1+json');
    expect(answer.headers.vary).toContain('accept');
    const packument = answer.json();
    expect(packument.versions['2.0.0'].dependencies).toEqual({
      '@org/db-client-node': '2.0.0',
      '@org/db-types': '2.0.0',
    });
    expect(packument.versions['2.0.0']).not.toHaveProperty('scripts');
    expect(packument.versions['2.0.0'].dist.integrity).toBe(client?.integrity);
    expect(packument.time).toHaveProperty(['2.0.0']);
  });

  test('is not sent again to who has it', async () => {
    const { headers } = await get('/npm/@org%2fdb-client', { accept: abbreviated });
    const again = await get('/npm/@org%2fdb-client', {
      accept: abbreviated,
      'if-none-match': String(headers.etag),
    });
    expect(again.statusCode).toBe(304);
    const otherForm = await get('/npm/@org%2fdb-client', { 'if-none-match': String(headers.etag) });
    expect(otherForm.statusCode).toBe(200);
  });

  test('of a package that is not ours is a 404 that npm can print', async () => {
    const answer = await get('/npm/left-pad');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      code: 'PACKAGE_NOT_FOUND',
      error: 'left-pad is not published here.',
    });
  });
});

test.each(['2.0.0', 'latest'])('the manifest of %s stands alone too', async (version) => {
  expect((await get(`/npm/@org/db-client/${version}`)).json()).toMatchObject({ version: '2.0.0' });
});

test('the manifest of an unknown version names the known ones', async () => {
  const answer = await get('/npm/@org%2fdb-client/9.0.0');
  expect(answer.statusCode).toBe(404);
  expect(answer.json().meta.available).toEqual(['1.0.0', '1.1.0', '2.0.0']);
});

test('a tarball is the packed bytes, kept for ever', async () => {
  const answer = await get('/npm/@org/db-client/-/db-client-2.0.0.tgz');
  const integrity = createHash('sha512').update(answer.rawPayload).digest('base64');
  expect(`sha512-${integrity}`).toBe(client?.integrity);
  expect(answer.headers['cache-control']).toContain('immutable');
  expect(answer.headers['content-encoding']).toBeUndefined();
});

test.each([
  '/npm/@org/db-client/-/db-client-3.0.0.tgz',
  '/npm/@org/db-client/-/db-types-2.0.0.tgz',
  '/npm/__proto__',
  '/npm/@org/db-client/__proto__',
])('%s is not there', async (url) => {
  expect((await get(url)).statusCode).toBe(404);
});

test.each([
  '/npm/@org/db-client/-/..%2f..%2fetc%2fpasswd',
  '/npm/@org%2fdb-client%00',
  '/npm/%00',
  '/npm/@org/db-client/1.0.0%00',
  '/npm/@org/db-client/-/db-client-2.0.0.tgz%00',
  '/npm/-/package/%00/dist-tags',
  '/npm/@org%2f%0a',
])('%s is refused', async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', error: expect.any(String) });
});

test('ping and dist-tags answer', async () => {
  expect((await get('/npm/-/ping')).json()).toEqual({});
  for (const name of ['@org%2fdb-types', '@org/db-types']) {
    const answer = await get(`/npm/-/package/${name}/dist-tags`);
    expect(answer.json()).toEqual({ latest: '2.0.0' });
  }
});

test.each([
  ['PUT', '/npm/@org%2fdb-client'],
  ['DELETE', '/npm/@org%2fdb-client/-rev/1'],
  ['PUT', '/npm/-/package/@org%2fdb-client/dist-tags/beta'],
] as const)('%s %s asks for a token before its body is read', async (method, url) => {
  const answer = await server.inject({ method, url, payload: 'x'.repeat(5_000_000) });
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'TOKEN_REQUIRED', error: expect.any(String) });
});

test('tags lead to versions, and a withdrawn version says so', async () => {
  await using another = await publishedCatalog();
  await using tagged = buildServer({ stores: another.stores });
  await another.catalog.setTag('latest', '1.1.0');
  await another.catalog.setTag('next', '2.0.0');
  await another.catalog.setNotice('1.0.0', { yanked: 'It loses rows.' });
  for (const accept of ['application/json', abbreviated]) {
    const answer = await tagged.inject({ url: '/npm/@org%2fdb-client', headers: { accept } });
    expect(answer.json()['dist-tags']).toEqual({ latest: '1.1.0', next: '2.0.0' });
    expect(answer.json().versions['1.0.0'].deprecated).toBe('Withdrawn: It loses rows.');
    expect(answer.json().versions['1.1.0']).not.toHaveProperty('deprecated');
  }
  const next = await tagged.inject({ url: '/npm/@org%2fdb-client/next' });
  expect(next.json().version).toBe('2.0.0');
});
