import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { sampleTarball } from './sample-packages.ts';
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

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

describe('versions', () => {
  test('are listed lowest first, with the latest named', async () => {
    const body = (await get('/versions')).json();
    expect(body.latest).toBe('2.0.0');
    expect(body.versions.map((it: { version: string }) => it.version)).toEqual([
      '1.0.0',
      '1.1.0',
      '2.0.0',
    ]);
    expect(body.versions[1]).toEqual({
      version: '1.1.0',
      date: '2026-05-04',
      bump: 'minor',
      previous: '1.0.0',
      hash: sampleRelease('1.1.0').release.metadata.hash,
      publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test('latest is the highest', async () => {
    expect((await get('/versions/latest')).json()).toMatchObject({ version: '2.0.0' });
  });

  test('none are there before the first publication, and latest says so', async () => {
    await using empty = await publishedCatalog({ versions: [] });
    await using bare = buildServer({ stores: empty.stores });
    const list = await bare.inject('/versions');
    expect(list.json()).toEqual({ latest: null, versions: [] });
    const latest = await bare.inject('/versions/latest');
    expect(latest.statusCode).toBe(404);
    expect(latest.json()).toMatchObject({ code: 'VERSION_NOT_FOUND', meta: { available: [] } });
    expect((await bare.inject('/schema/latest')).statusCode).toBe(404);
    expect((await bare.inject('/schema/*')).statusCode).toBe(404);
  });
});

describe('schema', () => {
  test('comes with its metadata and changelog', async () => {
    const { release } = sampleRelease('1.1.0');
    const answer = await get('/schema/1.1.0');
    expect(answer.json()).toEqual({
      version: '1.1.0',
      schema: release.schema,
      metadata: release.metadata,
      changelog: release.changelog,
    });
    expect(answer.headers['cache-control']).toContain('immutable');
  });

  test.each([
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/vnd.prisma', 'application/vnd.prisma; charset=utf-8'],
    ['application/json;q=0.4, text/plain;q=0.5', 'text/plain; charset=utf-8'],
  ])('is the .prisma text alone for Accept: %s', async (accept, type) => {
    const answer = await get('/schema/2.0.0', { accept });
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.headers.vary).toContain('accept');
    expect(answer.body).toBe(sampleRelease('2.0.0').release.schema);
  });

  test.each(['*/*', 'text/plain;q=0.4, application/json', 'image/png'])(
    'is JSON for Accept: %s',
    async (accept) => {
      expect((await get('/schema/2.0.0', { accept })).json()).toMatchObject({ version: '2.0.0' });
    },
  );
});

describe('a version by range or tag', () => {
  test.each([
    ['/schema/latest', '/schema/2.0.0'],
    ['/schema/next', '/schema/1.1.0'],
    ['/schema/^1.0.0', '/schema/1.1.0'],
    ['/schema/1', '/schema/1.1.0'],
    ['/schema/%3E=1.0.0%20%3C1.1.0', '/schema/1.0.0'],
    ['/schema/v2.0.0', '/schema/2.0.0'],
    ['/client/latest/python?format=json', '/client/2.0.0/python?format=json'],
    ['/migrations/1.x', '/migrations/1.1.0'],
  ])('%s leads to %s', async (asked, exact) => {
    await published.catalog.setTag('next', '1.1.0');
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await server.inject({ method, url: asked });
      expect(answer.statusCode).toBe(307);
      expect(answer.headers['cache-control']).toBe('public, no-cache');
      const location = String(answer.headers.location);
      // Relative: behind a base path and any host too.
      const base = `https://schemas.test/api${asked}`;
      expect(new URL(location, base).href).toBe(`https://schemas.test/api${exact}`);
    }
  });

  test('is never one that is yanked, and a prerelease only for who asks for it', async () => {
    await using other = await publishedCatalog({ versions: ['1.0.0', '1.1.0'] });
    const { kind, release, artifacts } = sampleRelease('2.0.0');
    const version = '2.0.0-rc.0';
    const metadata = { ...release.metadata, version };
    const migrations = release.migrations.map((one) => ({ ...one, version }));
    await other.catalog.publish({
      kind,
      release: { ...release, version, metadata, migrations },
      artifacts,
    });
    await other.catalog.setNotice('1.1.0', { yanked: 'It loses rows.' });
    await using bare = buildServer({ stores: other.stores });
    const location = async (range: string) =>
      (await bare.inject(`/schema/${encodeURIComponent(range)}`)).headers.location;
    expect(await location('^1.0.0')).toBe('../schema/1.0.0');
    expect(await location('*')).toBe('../schema/1.0.0');
    expect(await location('>=2.0.0-rc.0')).toBe('../schema/2.0.0-rc.0');
    expect((await bare.inject('/schema/1.1.0')).statusCode).toBe(200);
    expect((await bare.inject('/schema/^1.1.0')).json()).toMatchObject({
      code: 'VERSION_NOT_FOUND',
    });
    expect((await bare.inject('/schema/nightly')).json()).toMatchObject({
      code: 'VERSION_NOT_FOUND',
    });
  });
});

describe('client', () => {
  test.each([
    ['node', 'org-db-client-node-2.0.0.tgz', '@org/db-client-node'],
    ['typescript', 'org-db-types-2.0.0.tgz', '@org/db-types'],
    ['python', 'org_db_client-2.0.0-py3-none-any.whl', 'org-db-client'],
  ])('%s is the package itself, to the byte', async (language, filename, name) => {
    const artifact = sampleRelease('2.0.0').artifacts.find((it) => it.name === name);
    const answer = await get(`/client/2.0.0/${language}`, { 'accept-encoding': 'gzip' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(artifact?.sha256);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${filename}"`);
    expect(answer.headers.etag).toBe(`"${artifact?.sha256}"`);
    const digest = Buffer.from(artifact?.sha256 ?? '', 'hex').toString('base64');
    expect(answer.headers['repr-digest']).toBe(`sha-256=:${digest}:`);
  });

  test('is not sent again to who has it', async () => {
    const first = await server.inject({ method: 'HEAD', url: '/client/2.0.0/python' });
    expect(first.statusCode).toBe(200);
    expect(first.body).toBe('');
    expect(Number(first.headers['content-length'])).toBeGreaterThan(100);
    const again = await get('/client/2.0.0/python', {
      'if-none-match': String(first.headers.etag),
    });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  test('describes itself, with the command that installs it', async () => {
    const answer = await get('/client/2.0.0/python?format=json', { host: 'schemas.test:4000' });
    expect(answer.json()).toMatchObject({
      version: '2.0.0',
      language: 'python',
      name: 'org-db-client',
      download: 'http://schemas.test:4000/client/2.0.0/python',
      install: 'pip install --index-url http://schemas.test:4000/pypi/simple/ org-db-client==2.0.0',
    });
    expect((await get('/client/1.0.0/node?format=json')).json().install).toMatch(
      /^npm install @org\/db-client-node@1\.0\.0 --@org:registry=http:\S+\/npm\/$/,
    );
  });

  test('in an unknown language names the known ones', async () => {
    const answer = await get('/client/2.0.0/rust');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      code: 'LANGUAGE_NOT_FOUND',
      meta: { available: ['node', 'python', 'typescript'] },
    });
  });
});

test('a client that a release was built without is told as that, with those that there are', async () => {
  const withoutPython = await publishedCatalog({ versions: [] });
  await using _ = withoutPython;
  const { kind, release, artifacts } = sampleRelease('1.0.0');
  const chosen = artifacts.filter(({ language }) => language !== 'python');
  const migrations = { ...sampleTarball('@org/db-migrations', '1.0.0') };
  await withoutPython.catalog.publish({ kind, release, artifacts: [...chosen, migrations] });
  const other = buildServer({ stores: withoutPython.stores });
  const answer = await other.inject({ url: '/client/1.0.0/python' });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({
    code: 'LANGUAGE_NOT_FOUND',
    message: 'Version 1.0.0 has no client for "python".',
    fix: 'Choose one of node, typescript.',
  });
  // The package of the migrations is none of the clients, and npm has it.
  expect((await other.inject({ url: '/client/1.0.0/migrations' })).statusCode).toBe(404);
  expect((await other.inject({ url: '/npm/@org%2fdb-migrations' })).json()).toMatchObject({
    'dist-tags': { latest: '1.0.0' },
  });
  expect((await other.inject({ url: '/pypi/simple/org-db-client/' })).statusCode).toBe(404);
  await other.close();
});

test('migrations are those of the version, with SQL, and what they are verified by', async () => {
  const { migrations, metadata, structure } = sampleRelease('2.0.0').release;
  const [{ kind: _, ...migration } = { kind: '' }] = migrations;
  expect((await get('/migrations/2.0.0')).json()).toEqual({
    version: '2.0.0',
    migrations: [migration],
    metadata,
    structure,
    clients: expect.arrayContaining([
      { client: '1.1.0', database: '2.0.0', answer: 'ok', missing: [] },
    ]),
  });
  expect((await get('/migrations/1.0.0')).json()).not.toHaveProperty('structure');
  const first = (await get('/migrations/1.0.0')).json().migrations[0];
  expect(first).toMatchObject({ down: null, checksums: { down: null } });
  expect(first.checksums.up).toBe(createHash('sha256').update(first.up).digest('hex'));
});

test.each(['/schema/3.0.0', '/client/3.0.0/node', '/migrations/3.0.0'])(
  '%s names the versions that exist',
  async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({
      code: 'VERSION_NOT_FOUND',
      message: 'Version 3.0.0 is not published.',
      fix: 'Choose one of 1.0.0, 1.1.0, 2.0.0.',
      meta: { version: '3.0.0', available: ['1.0.0', '1.1.0', '2.0.0'] },
    });
  },
);

test.each(['/schema/2.0.0%0A', '/migrations/2.0.0.0', '/client/01.0.0/node', '/schema/%00'])(
  '%s is refused as no version',
  async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'REQUEST_INVALID',
      why: 'A semver version such as 2.0.0, a range such as ^2.0.0, or a tag such as latest.',
      meta: { name: 'version' },
    });
  },
);

test.each([
  ['/schema/%E0%A4%A', 400, 'REQUEST_INVALID'],
  ['/client/2.0.0/node?format=xml', 400, 'REQUEST_INVALID'],
  [`/npm/@org%2f${'x'.repeat(200)}`, 404, 'PACKAGE_NOT_FOUND'],
  ['/nothing/here', 404, 'ROUTE_NOT_FOUND'],
])('%s is answered with the envelope', async (url, status, code) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ code, message: expect.any(String) });
  expect(answer.body).not.toContain('node_modules');
});

test('the front page links to what answers', async () => {
  const { links } = (await get('/')).json();
  for (const link of Object.values<string>(links)) {
    if (new URL(link).pathname === '/npm/') continue; // What a package manager is pointed at.
    const { statusCode, headers } = await get(new URL(link).pathname);
    const exact = new URL(headers.location ?? '', link);
    expect((await get(exact.pathname)).statusCode, `${link} ${statusCode}`).toBe(200);
  }
});

test('a configured public URL is what links are made of', async () => {
  await using behind = buildServer({
    stores: published.stores,
    publicUrl: 'https://schemas.test/api/',
  });
  const index = await behind.inject({ url: '/', headers: { host: 'inner:1' } });
  expect(index.json().links.versions).toBe('https://schemas.test/api/versions');
});

test('JSON is compressed for who asks, and revalidated by its tag either way', async () => {
  const plain = await get('/versions');
  const packed = await get('/openapi.json', { 'accept-encoding': 'gzip, deflate' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.vary).toContain('accept-encoding');
  expect(JSON.parse(gunzipSync(packed.rawPayload).toString()).openapi).toBe('3.1.0');
  for (const encoding of ['identity', 'gzip']) {
    const again = await get('/versions', {
      'accept-encoding': encoding,
      'if-none-match': String(plain.headers.etag),
    });
    expect(again.statusCode).toBe(304);
  }
});

test('the OpenAPI document knows every REST path and its schemas', async () => {
  const { paths } = (await get('/openapi.json')).json();
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/versions',
      '/versions/latest',
      '/schema/{version}',
      '/client/{version}/{language}',
      '/migrations/{version}',
    ]),
  );
  const { get: operation } = paths['/migrations/{version}'];
  const parameters = operation.parameters.filter((one: { in: string }) => one.in === 'path');
  expect(parameters).toMatchObject([{ name: 'version', required: true }]);
  const schemaOf = (status: number) =>
    operation.responses[status].content['application/json'].schema;
  expect(schemaOf(200).required).toEqual(['version', 'migrations']);
  expect(schemaOf(404).required).toEqual(['code', 'message']);
  const { content } = paths['/schema/{version}'].get.responses[200];
  expect(Object.keys(content)).toEqual([
    'application/json',
    'text/plain',
    'application/vnd.prisma',
    'application/vnd.schema-model+json',
  ]);
  expect(content['application/json'].schema.required).toContain('changelog');
});

test('alive and ready', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await get('/readyz')).json()).toEqual({ status: 'ready' });
});
