import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { requestPath, trustedPeers } from '../src/plugins/request-target.ts';
import type { ServerOptions } from '../src/server-options.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { runningServer } from './running-server.ts';

let published: TestCatalog;

beforeAll(async () => {
  published = await publishedCatalog();
});

afterAll(() => published[Symbol.asyncDispose]());

async function tarballFor(
  options: Partial<ServerOptions>,
  headers: Record<string, string>,
  remoteAddress = '127.0.0.1',
): Promise<string> {
  await using server = buildServer({ stores: published.stores, ...options });
  const answer = await server.inject({ url: '/npm/@org%2fdb-client', headers, remoteAddress });
  return answer.json().versions['2.0.0'].dist.tarball;
}

const path = '/npm/@org/db-client/-/db-client-2.0.0.tgz';

test.each([
  [{ 'x-forwarded-host': 'schemas.example.org', 'x-forwarded-proto': 'https' }],
  [{ forwarded: 'for=192.0.2.1;host=schemas.example.org;proto=https' }],
  [
    {
      forwarded:
        'for=192.0.2.1;host=evil.test, for="[2001:db8::1]";host="schemas.example.org";proto=https',
    },
  ],
])('a trusted proxy says where the client is: %j', async (headers) => {
  const sent = { host: 'inner:4000', ...headers };
  const trustedProxies = ['10.0.0.0/8'];
  const expected = `https://schemas.example.org${path}`;
  expect(await tarballFor({ trustedProxies }, sent, '10.1.2.3')).toBe(expected);
  expect(await tarballFor({ trustedProxies }, sent, '::ffff:10.1.2.3')).toBe(expected);
  const inner = `http://inner:4000${path}`;
  expect(await tarballFor({ trustedProxies }, sent, '11.1.2.3')).toBe(inner);
  expect(await tarballFor({}, sent, '10.1.2.3')).toBe(inner);
});

test("the client's address is what a trusted proxy says it is", async () => {
  await using server = buildServer({ stores: published.stores, trustedProxies: ['10.0.0.0/8'] });
  server.get('/address', async (request) => ({ address: request.ip }));
  const address = async (remoteAddress: string, headers: Record<string, string>) =>
    (await server.inject({ url: '/address', headers, remoteAddress })).json().address;
  const said = { 'x-forwarded-for': '203.0.113.9, 192.0.2.1' };
  expect(await address('10.0.0.1', said)).toBe('192.0.2.1');
  expect(await address('192.0.2.7', said)).toBe('192.0.2.7');
  const forwarded = 'for=203.0.113.9, for="192.0.2.1:4711"';
  expect(await address('10.0.0.1', { forwarded })).toBe('192.0.2.1');
  expect(await address('192.0.2.7', { forwarded })).toBe('192.0.2.7');
  // Where both are there, the standard one counts.
  expect(await address('10.0.0.1', { ...said, forwarded: 'for=192.0.2.2' })).toBe('192.0.2.2');
});

test('what one client says of the host is never in the answer to another', async () => {
  await using server = await runningServer({ stores: published.stores });
  const { hostname, port } = new URL(server.url);
  const get = (path: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, headers }, (response) => {
        resolve(text(response));
      });
      sent.on('error', reject).end();
    });
  for (const path of ['/npm/@org%2fdb-client', '/', '/npm/@org/db-client/2.0.0']) {
    for (let times = 0; times < 3; times += 1) {
      const asked = await get(path, { host: 'evil.test' });
      expect(asked).toContain('http://evil.test/');
      const named = { host: `localhost:${port}`, 'x-forwarded-host': 'evil.test' };
      const local = await get(path, named);
      expect(local).toContain(`http://localhost:${port}/`);
      expect(local).not.toContain('evil.test');
      const other = await get(path, { host: `${hostname}:${port}`, forwarded: 'host=evil.test' });
      expect(other).toContain(`${server.url}/`);
      expect(other).not.toMatch(/evil|localhost/);
    }
  }
});

test('an answer with a host that a client named is kept by nobody', async () => {
  await using server = buildServer({ stores: published.stores });
  for (const _ of [1, 2]) {
    const headers = { host: 'some.test' };
    const answer = await server.inject({ url: '/npm/@org%2fdb-client', headers });
    expect(answer.headers['cache-control']).toBe('private, no-cache');
  }
  const odd = await server.inject({ url: '/', headers: { host: '"><script>' } });
  expect(odd.body).not.toContain('<script>');
});

test.each(['https://example.org/api', 'https://example.org/api/'])(
  'below %s routes answer with the base path and without it, and links have it',
  async (publicUrl) => {
    await using server = buildServer({ stores: published.stores, publicUrl });
    for (const prefix of ['', '/api']) {
      const get = (url: string) => server.inject(prefix + url);
      expect((await get('/versions')).json().latest).toBe('2.0.0');
      const { links } = (await get('/')).json();
      expect(links.versions).toBe('https://example.org/api/versions');
      const { versions } = (await get('/npm/@org/db-client')).json();
      expect(versions['2.0.0'].dist.tarball).toBe(`https://example.org/api${path}`);
      expect((await get(path)).statusCode).toBe(200);
      const redirect = await get('/schema/latest');
      const base = 'https://example.org/api/schema/latest';
      expect(new URL(String(redirect.headers.location), base).pathname).toBe('/api/schema/2.0.0');
      const page = await get('/pypi/simple/org-db-client/');
      expect(page.body).toContain('href="../../files/');
      expect((await get('/openapi.json')).json().servers).toEqual([
        { url: 'https://example.org/api' },
      ]);
    }
    expect((await server.inject('/api')).statusCode).toBe(200);
    expect((await server.inject('/apiversions')).statusCode).toBe(404);
  },
);

test.each([
  ['/api/versions?x=1', '/api', '/versions?x=1'],
  ['/api', '/api', '/'],
  ['/api?x=1', '/api', '/?x=1'],
  ['/apis', '/api', '/apis'],
  ['http://a.test/api/versions', '/api', '/versions'],
  ['http://a.test', '', '/'],
  ['HTTPS://a.test?x', '', '/?x'],
  ['*', '', '/'],
  ['/npm/@org/x', '', '/npm/@org%2fx'],
])('%s below %j is %s', (target, base, path) => {
  expect(requestPath(target, base)).toBe(path);
});

test('peers are trusted by address and network, in either family', () => {
  const trusts = trustedPeers(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.255.0.1', '2001:db8::5']) {
    expect(trusts(address), address).toBe(true);
  }
  for (const address of ['127.0.0.2', '11.0.0.1', '2001:db9::5', '::1', undefined]) {
    expect(trusts(address), address).toBe(false);
  }
});
