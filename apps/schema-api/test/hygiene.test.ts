import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { endpoints } from '@schema-service/api-contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { runningServer } from './running-server.ts';

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

describe('a name that is none', () => {
  const long = 'x'.repeat(300);
  test.each([
    '/npm/%00',
    '/npm/@org%2f%00',
    '/npm/@org%2fdb-client/%00',
    '/npm/@org%2fdb-client/%01',
    '/npm/-/package/%00/dist-tags',
    '/npm/@org/db-client/-/%00.tgz',
    '/npm/-/v1/search?text=%00',
    '/npm/__proto__',
    '/npm/constructor/__proto__',
    `/npm/${long}`,
    '/pypi/simple/%00/',
    '/pypi/simple/__proto__/',
    `/pypi/simple/${long}/`,
    `/pypi/files/org-db-client/${'0'.repeat(64)}/%00.whl`,
    '/pypi/files/org-db-client/%00/x.whl',
    '/pypi/files/%00/x/x.whl',
    '/schema/%00',
    '/client/2.0.0/%00',
    '/client/2.0.0/__proto__',
    '/client/2.0.0/node?format=%00',
    '/migrations/%00',
    '/diff/%00/1.0.0',
    '/compatibility?client=%00&database=1.0.0',
    '/%00',
    '/npm/%ff%fe',
    '//',
    '/../../etc/passwd',
  ])('%s is refused, and is no bug', async (url) => {
    const answer = await server.inject({ url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.json()).toMatchObject({ code: expect.any(String) });
  });
});

test('a query parameter that a route does not know is refused, with those that it knows', async () => {
  for (const { method, path, schema } of Object.values(endpoints)) {
    const url = `${path.replace(/:(\w+)/g, '1.0.0')}?bogus=1`;
    if (method !== 'GET' || !server.hasRoute({ method, url: path })) continue;
    const answer = await server.inject({ url });
    if (answer.statusCode === 401) continue; // Who may not ask is not told more.
    expect(answer.statusCode, url).toBe(400);
    // A path that is none is told first, and what is missing.
    if (answer.json().meta.where !== 'querystring' || schema.querystring?.required?.length)
      continue;
    const known = Object.keys(Object(schema.querystring?.properties));
    expect(answer.json(), url).toMatchObject({ meta: { name: 'bogus', known } });
  }
  const answer = await server.inject('/client/2.0.0/node?form=json');
  expect(answer.json()).toMatchObject({
    message: 'There is no query parameter "form" here.',
    fix: 'Known: format.',
  });
});

test.each([
  ['POST', '/versions', 'GET, HEAD'],
  ['OPTIONS', '/versions', 'GET, HEAD'],
  ['DELETE', '/schema/2.0.0', 'GET, HEAD'],
  ['PATCH', '/client/2.0.0/node?format=json', 'GET, HEAD'],
  ['TRACE', '/', 'GET, HEAD'],
  ['GET', '/npm/-/npm/v1/security/audits/quick', 'POST'],
] as const)('%s %s is a 405 with what the path takes', async (method, url, allow) => {
  const answer = await server.inject({ method: method as 'GET', url });
  expect(answer.statusCode).toBe(405);
  expect(answer.headers.allow).toBe(allow);
  expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
});

describe('beside packages, the npm registry', () => {
  test('finds packages by words of their names, descriptions and keywords', async () => {
    const found = async (query: string) =>
      (await server.inject(`/npm/-/v1/search?${query}`)).json() as {
        total: number;
        objects: { package: { name: string; version: string } }[];
      };
    const all = await found('text=db&size=20');
    expect(all.objects.map((one) => one.package.name)).toEqual([
      '@org/db-client',
      '@org/db-client-node',
      '@org/db-types',
    ]);
    expect(all.objects[0]?.package.version).toBe('2.0.0');
    expect((await found('text=types')).total).toBe(1);
    expect((await found('text=client%20node')).total).toBe(1);
    expect((await found('text=left-pad')).objects).toEqual([]);
    const second = await found('text=db&size=1&from=1');
    expect(second).toMatchObject({
      total: 3,
      objects: [{ package: { name: '@org/db-client-node' } }],
    });
    expect((await server.inject('/npm/-/v1/search?size=x')).statusCode).toBe(400);
  });

  test('has no advisories, whatever is sent, compressed too', async () => {
    const payload = gzipSync(JSON.stringify({ '@org/db-client': ['2.0.0'] }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const send = (url: string) => server.inject({ method: 'POST', url, headers, payload });
    expect((await send('/npm/-/npm/v1/security/advisories/bulk')).json()).toEqual({});
    const quick = await send('/npm/-/npm/v1/security/audits/quick');
    expect(quick.json()).toMatchObject({ metadata: { vulnerabilities: { critical: 0 } } });
  });

  test.each([
    '/npm/-/npm/v1/keys',
    '/npm/-/package/@org%2fdb-client/access',
    '/npm/-/package/@org/db-client/collaborators',
    '/npm/-/org/org/package',
    '/npm/-/team/org/developers/package',
  ])('says of %s that it is not here', async (url) => {
    const answer = await server.inject({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error).toMatch(/^This registry /);
  });
});

describe('dependency confusion', () => {
  const pypiUpstream = 'http://upstream.test/simple/';
  const asked = async (options: object, project: string, catalog = published) => {
    await using linked = buildServer({ stores: catalog.stores, pypiUpstream, ...options });
    const { statusCode } = await linked.inject(`/pypi/simple/${project}/`);
    return statusCode;
  };

  test('names with our prefix are never looked for elsewhere, published or not', async () => {
    await using empty = await publishedCatalog({ versions: [] });
    for (const catalog of [published, empty]) {
      for (const project of ['org-db-clients', 'org-other', 'org', 'org-db-types']) {
        expect(await asked({ packageScope: '@org' }, project, catalog), project).toBe(404);
      }
      for (const project of ['psycopg', 'organ', 'orgs-db-client']) {
        expect(await asked({ packageScope: '@org' }, project, catalog), project).toBe(302);
      }
    }
    expect(await asked({ packageScope: '@org', pythonPrefix: 'Acme_' }, 'acme-db')).toBe(404);
    expect(await asked({ packageScope: '@org', pythonPrefix: 'Acme_' }, 'org-other')).toBe(302);
  });

  test('other spellings of our names lead to ours', async () => {
    await using linked = buildServer({
      stores: published.stores,
      pypiUpstream,
      packageScope: '@org',
    });
    for (const spelling of ['Org_Other', 'ORG.other', 'org--other']) {
      const answer = await linked.inject(`/pypi/simple/${spelling}/`);
      expect(answer.headers.location).toBe('../org-other/');
    }
  });

  test('npm names of other scopes are unknown here', async () => {
    for (const name of ['left-pad', '@stranger%2fdb-client', '@org%2fother']) {
      expect((await server.inject(`/npm/${name}`)).statusCode).toBe(404);
    }
  });
});

describe('CORS', () => {
  const origin = 'https://console.example.org';

  test('is off unless it is configured', async () => {
    const { headers } = await server.inject({ url: '/versions', headers: { origin } });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers.vary ?? '').not.toContain('origin');
  });

  test('lets the named origins read, and says that answers vary by it', async () => {
    await using open = buildServer({ stores: published.stores, corsOrigins: [origin] });
    for (const _ of ['made', 'kept']) {
      const { headers } = await open.inject({ url: '/versions', headers: { origin } });
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers['access-control-expose-headers']).toContain('etag');
      expect(headers.vary).toContain('origin');
    }
    const other = await open.inject({ url: '/versions', headers: { origin: 'https://a.test' } });
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    expect(other.headers.vary).toContain('origin');
    expect((await open.inject('/versions')).headers.vary).toContain('origin');
    const failed = await open.inject({ url: '/schema/9.9.9', headers: { origin } });
    expect(failed.headers['access-control-allow-origin']).toBe(origin);
  });

  test('answers a preflight without a token, also where reading needs one', async () => {
    await using closed = buildServer({
      stores: published.stores,
      corsOrigins: ['*'],
      access: { readAccess: 'token' },
    });
    const headers = { origin, 'access-control-request-method': 'GET' };
    const answer = await closed.inject({ method: 'OPTIONS', url: '/versions', headers });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    const refused = await closed.inject({ url: '/versions', headers: { origin } });
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
  });

  test('does not take memory for the answer to another origin', async () => {
    await using open = await runningServer({ stores: published.stores, corsOrigins: [origin] });
    for (const sent of [undefined, origin, undefined, origin]) {
      const answer = await fetch(`${open.url}/schema/2.0.0`, {
        headers: sent === undefined ? {} : { origin: sent },
      });
      expect(answer.headers.get('access-control-allow-origin')).toBe(sent ?? null);
    }
  });
});

/** Sends bytes as they are, and gives what comes back until the server closes. */
async function exchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(request);
  return text(socket);
}

test('HTTP/1.0 without a Host is answered, with links to where it came', async () => {
  await using open = await runningServer({ stores: published.stores });
  for (const path of ['/npm/@org%2fdb-client', '/', '/client/2.0.0/node?format=json']) {
    const answer = await exchange(open.url, `GET ${path} HTTP/1.0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(`${open.url}/`);
    expect(answer).not.toContain('undefined');
    // It is not kept for who names another host.
    const named = `GET ${path} HTTP/1.1\r\nHost: schemas.test\r\nConnection: close\r\n\r\n`;
    for (const _ of [1, 2]) {
      const other = await exchange(open.url, named);
      expect(other).toContain('http://schemas.test/');
      expect(other).not.toContain(open.url);
    }
  }
});

test('a target in absolute form is the path of it', async () => {
  await using open = await runningServer({ stores: published.stores });
  const send = (target: string) =>
    exchange(open.url, `GET ${target} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`);
  for (const _ of ['made', 'kept']) {
    expect(await send('http://other.test/versions')).toContain('"latest":"2.0.0"');
    expect(await send('http://other.test')).toContain('"name":"Schema API"');
  }
});
