import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog } from './published-catalog.ts';
import { sampleRelease } from './sample-releases.ts';
import { bearer, testTokens } from './test-tokens.ts';

interface Sent {
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly expected: number;
}

const [client] = sampleRelease('2.0.0').artifacts;
const wheel = sampleRelease('2.0.0').artifacts.find((it) => it.format === 'wheel');
const tarball = '/npm/@org%2fdb-client/-/db-client-2.0.0.tgz';
const files = `/pypi/files/org-db-client/${wheel?.sha256}/${wheel?.filename}`;
const all = { 'if-none-match': '*' };
const middle = { range: 'bytes=1-2' };
const beyond = { range: 'bytes=99999999-' };

/** The statuses that an open server gives, by what brings them about. */
const sent: readonly Sent[] = [
  { url: '/?x=1', expected: 400 },
  { url: '/versions', headers: all, expected: 304 },
  { url: '/versions', headers: { authorization: 'Bearer x' }, expected: 401 },
  { url: '/versions/latest', headers: all, expected: 304 },
  { url: '/schema/latest', expected: 307 },
  { url: '/schema/2.0.0', headers: all, expected: 304 },
  { url: '/schema/9.0.0', expected: 404 },
  { url: '/migrations/latest', expected: 307 },
  { url: '/migrations/2.0.0', headers: all, expected: 304 },
  { url: '/client/latest/node', expected: 307 },
  { url: '/client/2.0.0/node', headers: middle, expected: 206 },
  { url: '/client/2.0.0/node', headers: beyond, expected: 416 },
  { url: '/client/2.0.0/node', headers: all, expected: 304 },
  { url: '/client/2.0.0/rust', expected: 404 },
  { url: '/diff/latest/1.0.0', expected: 307 },
  { url: '/tokens', expected: 401 },
  { url: '/audit', expected: 401 },
  { url: '/npm/@org%2fdb-client', headers: all, expected: 304 },
  { url: '/npm/left-pad', expected: 404 },
  { url: '/npm/%00', expected: 400 },
  { url: '/npm/@org%2fdb-client/2.0.0', headers: all, expected: 304 },
  { url: tarball, headers: { 'if-none-match': `"${client?.sha256}"` }, expected: 304 },
  { url: tarball, headers: middle, expected: 206 },
  { url: tarball, headers: beyond, expected: 416 },
  { url: '/npm/-/v1/search?text=db', expected: 200 },
  { url: '/pypi/simple/', headers: all, expected: 304 },
  { url: '/pypi/simple/org-db-client/', headers: all, expected: 304 },
  { url: '/pypi/simple/Org_Db-client/', expected: 301 },
  { url: '/pypi/simple/psycopg/', expected: 302 },
  { url: '/pypi/simple/org-other/', expected: 404 },
  { url: files, headers: middle, expected: 206 },
  { url: files, headers: beyond, expected: 416 },
  { url: files, headers: all, expected: 304 },
];

test('the document has every status that is sent', async () => {
  await using published = await publishedCatalog();
  const options = { pypiUpstream: 'http://upstream.test/simple/', packageScope: '@org' };
  await using server = buildServer({ stores: published.stores, ...options });
  const seen: { method: string; route: string; status: number }[] = [];
  server.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
    seen.push({ method, route: routeOptions.url ?? '', status: statusCode });
  });
  for (const { url, headers = {}, expected } of sent) {
    // What is kept answers `*`, and a route has to have kept it.
    await server.inject({ url });
    const answer = await server.inject({ url, headers });
    expect(answer.statusCode, `${url} ${JSON.stringify(headers)}`).toBe(expected);
  }
  const { paths } = (await server.inject('/openapi.json')).json();
  const missing = seen.filter(({ method, route, status }) => {
    const path = route.replace(/:(\w+)/g, '{$1}');
    const documented = paths[path]?.[method.toLowerCase()];
    return documented !== undefined && !(status in documented.responses);
  });
  expect(missing).toEqual([]);
  expect(seen.length).toBeGreaterThan(sent.length);
});

test('every schema of the document is one of JSON Schema 2020-12, as OpenAPI 3.1 has it', async () => {
  await using published = await publishedCatalog({ versions: [] });
  await using server = buildServer({ stores: published.stores });
  const document = (await server.inject('/openapi.json')).json();
  const schemas = schemasOf(document);
  expect(schemas.length).toBeGreaterThan(100);
  const ajv = new Ajv2020({ strict: false, logger: false });
  const wrong = schemas.filter((schema) => !ajv.validateSchema(schema));
  expect(wrong).toEqual([]);
});

/** What is found under `schema` anywhere, and the named ones. */
function schemasOf(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'schema' ? [inner] : key === 'schemas' ? Object.values(inner) : schemasOf(inner),
  );
}

test('what hooks refuse is documented for each operation by its scope', async () => {
  await using published = await publishedCatalog({ versions: [] });
  await using server = buildServer({ stores: published.stores });
  const { paths } = (await server.inject('/openapi.json')).json();
  const statuses = (path: string, method = 'get') => Object.keys(paths[path][method].responses);
  expect(statuses('/healthz')).toEqual(['200', '400', '429']);
  expect(statuses('/versions')).toEqual(['200', '304', '400', '401', '429', '503']);
  expect(statuses('/tokens', 'post')).toEqual(expect.arrayContaining(['401', '403', '413', '415']));
  for (const [path, operations] of Object.entries<Record<string, { responses: object }>>(paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      expect(Object.keys(responses), `${method} ${path}`).toEqual(
        expect.arrayContaining(['400', '429']),
      );
    }
  }
});

test('a token that may not is refused as documented', async () => {
  await using published = await publishedCatalog({ versions: [] });
  await using server = buildServer({ stores: published.stores });
  const tokens = await testTokens(published.stores);
  const headers = bearer(await tokens.make('reader', 'read'));
  const { statusCode } = await server.inject({ url: '/audit', headers });
  expect(statusCode).toBe(403);
  const { paths } = (await server.inject('/openapi.json')).json();
  expect(paths['/audit'].get.responses).toHaveProperty('403');
});
