import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { createEventSignals, createStores, type EventSignals } from '@schema-service/catalog';
import { fastify } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { authorization } from '../src/plugins/authorization.ts';
import { drain } from '../src/plugins/drain.ts';
import { publicUrl } from '../src/plugins/public-url.ts';
import { representations } from '../src/plugins/representations.ts';
import type { ServerOptions } from '../src/server-options.ts';
import { jsonContent } from '../src/serving/json-content.ts';
import { createServing } from '../src/serving/serving.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { sampleRelease } from './sample-releases.ts';
import { bearer, testTokens } from './test-tokens.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Served extends AsyncDisposable {
  readonly get: (
    path: string,
    headers?: Record<string, string>,
    method?: string,
  ) => Promise<Answer>;
  /** How often the database was asked. */
  readonly asked: () => number;
  readonly signals: EventSignals;
}

/** A listening server that hears of events, on a pool of its own, as another process has one. */
async function serve(
  { connectionString }: TestCatalog,
  options: Partial<ServerOptions> = {},
): Promise<Served> {
  const pool = new pg.Pool({ connectionString });
  let asked = 0;
  pool.on('acquire', () => {
    asked += 1;
  });
  const signals = createEventSignals(async () => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client;
  });
  const server = buildServer({ stores: createStores(pool), signals, ...options });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await vi.waitUntil(() => signals.isConnected());
  const get: Served['get'] = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const sent = httpRequest({ hostname, port, path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode = 0, headers: received } = response;
          resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks) });
        });
      });
      sent.on('error', reject).end();
    });
  return {
    get,
    asked: () => asked,
    signals,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await signals[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

let published: TestCatalog;
let served: Served;

beforeAll(async () => {
  published = await publishedCatalog();
  served = await serve(published);
});

afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

const wheel = sampleRelease('2.0.0').artifacts.find((it) => it.format === 'wheel');
const files = `/pypi/files/org-db-client/${wheel?.sha256}/${wheel?.filename}`;
const tarball = '/npm/@org/db-client/-/db-client-2.0.0.tgz';
const packument = '/npm/@org%2fdb-client';
const abbreviated = 'application/vnd.npm.install-v1+json';

const everything = [
  '/versions',
  '/versions/latest',
  '/schema/2.0.0',
  '/migrations/1.0.0',
  '/client/2.0.0/node',
  '/client/2.0.0/python?format=json',
  '/openapi.json',
  packument,
  '/npm/@org/db-client/2.0.0',
  '/npm/-/package/@org%2fdb-client/dist-tags',
  tarball,
  '/pypi/simple/',
  '/pypi/simple/org-db-client/',
  files,
  `${files}.metadata`,
];

test.each(everything)(
  '%s is asked of the database once, and is the same from memory',
  async (path) => {
    const first = await served.get(path);
    // The id of a request is said where a route has answered.
    delete first.headers['x-request-id'];
    expect(first.status).toBe(200);
    const before = served.asked();
    const again = await served.get(path);
    expect(again.body.equals(first.body)).toBe(true);
    expect({ ...again.headers, date: '' }).toEqual({ ...first.headers, date: '' });
    const head = await served.get(path, {}, 'HEAD');
    expect(head.body).toHaveLength(0);
    expect({ ...head.headers, date: '' }).toEqual({ ...first.headers, date: '' });
    const unchanged = await served.get(path, { 'if-none-match': String(first.headers.etag) });
    expect(unchanged.status).toBe(304);
    expect(unchanged.headers.vary).toBe(first.headers.vary);
    expect(unchanged.headers['cache-control']).toBe(first.headers['cache-control']);
    expect(served.asked()).toBe(before);
  },
);

test('a redirect to an exact version is kept until something changes', async () => {
  await using catalog = await publishedCatalog({ versions: ['1.0.0'] });
  await using server = await serve(catalog);
  const latest = async () => (await server.get('/schema/latest')).headers.location;
  expect(await latest()).toBe('../schema/1.0.0');
  const before = server.asked();
  const again = await server.get('/schema/latest', { 'if-none-match': '*' });
  expect(again).toMatchObject({ status: 307, headers: { 'cache-control': 'public, no-cache' } });
  expect(again.headers.location).toBe('../schema/1.0.0');
  expect(server.asked()).toBe(before);
  await catalog.catalog.publish(sampleRelease('1.1.0'));
  await expect.poll(latest).toBe('../schema/1.1.0');
});

test('what an exact version names is kept for good; what can change is asked for again', async () => {
  const kept = await Promise.all(
    everything.map(async (path) => {
      const { headers } = await served.get(path);
      return headers['cache-control']?.includes('immutable') ? path : undefined;
    }),
  );
  expect(kept.filter((path) => path !== undefined)).toEqual([
    '/schema/2.0.0',
    '/migrations/1.0.0',
    '/client/2.0.0/node',
    tarball,
    files,
    `${files}.metadata`,
  ]);
});

describe('a conditional request', () => {
  test.each([
    ['"other", %s', 304],
    ['W/"other" , %s', 304],
    ['*', 304],
    ['"other"', 200],
    ['', 200],
  ])('with If-None-Match: %s is %s', async (known, status) => {
    for (const path of [packument, tarball]) {
      const { headers } = await served.get(path);
      const sent = known.replace('%s', String(headers.etag));
      expect((await served.get(path, { 'if-none-match': sent })).status).toBe(status);
    }
  });

  test('compares weakly: a strong tag is known in its weak form, and a weak one in its strong', async () => {
    const { headers } = await served.get(tarball);
    const weak = `W/${headers.etag}`;
    expect((await served.get(tarball, { 'if-none-match': weak })).status).toBe(304);
    const document = await served.get(packument);
    const strong = String(document.headers.etag).replace('W/', '');
    expect((await served.get(packument, { 'if-none-match': strong })).status).toBe(304);
  });

  test('by date alone gets the whole answer, which has no date', async () => {
    const since = new Date(Date.now() + 1_000_000).toUTCString();
    expect((await served.get(tarball, { 'if-modified-since': since })).status).toBe(200);
  });

  test('for a package that was not served yet is answered before its bytes are read', async () => {
    const { stores } = published;
    const read = () => Promise.reject(new Error('The bytes were read.'));
    await using server = buildServer({ stores: { ...stores, blobs: { ...stores.blobs, read } } });
    const [artifact] = sampleRelease('2.0.0').artifacts;
    const headers = { 'if-none-match': `"${artifact?.sha256}"` };
    const answer = await server.inject({ url: tarball, headers });
    expect(answer.statusCode).toBe(304);
    expect(answer.headers['cache-control']).toContain('immutable');
    expect((await server.inject({ url: tarball })).statusCode).toBe(500);
  });
});

describe('a range of a package', () => {
  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, undefined],
    ['bytes=-7', -7, undefined],
    ['bytes=5-999999999', 5, undefined],
  ])('%s is that part', async (range, from, to) => {
    const whole = (await served.get(tarball)).body;
    const part = await served.get(tarball, { range });
    expect(part.status).toBe(206);
    expect(part.body.equals(whole.subarray(from, to))).toBe(true);
    const first = from < 0 ? whole.length + from : from;
    const last = first + part.body.length - 1;
    expect(part.headers['content-range']).toBe(`bytes ${first}-${last}/${whole.length}`);
  });

  test.each(['bytes=999999999-', 'bytes=-0'])('%s is not there', async (range) => {
    const { length } = (await served.get(tarball)).body;
    const answer = await served.get(tarball, { range });
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe(`bytes */${length}`);
  });

  test.each(['bytes=0-1,4-5', 'bytes=9-2', 'lines=1-2', 'bytes=x'])(
    '%s is answered with the whole',
    async (range) => {
      expect((await served.get(tarball, { range })).status).toBe(200);
    },
  );

  test('is sent to who has the beginning of the same, and the whole to who has not', async () => {
    const etag = String((await served.get(tarball)).headers.etag);
    const sent = { range: 'bytes=0-9' };
    expect((await served.get(tarball, { ...sent, 'if-range': etag })).status).toBe(206);
    for (const other of ['"other"', `W/${etag}`, new Date().toUTCString()]) {
      expect((await served.get(tarball, { ...sent, 'if-range': other })).status).toBe(200);
    }
    expect((await served.get(packument, sent)).status).toBe(200);
  });
});

describe('compression', () => {
  const unpack = {
    br: brotliDecompressSync,
    gzip: gunzipSync,
    zstd: zstdDecompressSync as typeof gunzipSync | undefined,
  };
  test.each([
    ['gzip', 'gzip'],
    ['br;q=0.5, gzip', 'gzip'],
    ['gzip;q=0, br', 'br'],
    ['deflate', undefined],
    ['gzip;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['*;q=0.1, br;q=0, zstd;q=0', 'gzip'],
    ...(unpack.zstd ? [['zstd, gzip;q=0.9', 'zstd'] as const] : []),
  ] as const)('Accept-Encoding: %s gives %s', async (accepted, coding) => {
    const plain = await served.get('/openapi.json');
    const answer = await served.get('/openapi.json', { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.headers.vary).toBe('accept-encoding');
    expect(answer.headers.etag).toBe(plain.headers.etag);
    const body = coding === undefined ? answer.body : unpack[coding]?.(answer.body);
    expect(body?.equals(plain.body)).toBe(true);
  });

  test('leaves packages as they were packed', async () => {
    const answer = await served.get(tarball, { 'accept-encoding': 'br, gzip' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers.vary).toBeUndefined();
    const integrity = createHash('sha512').update(answer.body).digest('base64');
    expect(`sha512-${integrity}`).toBe(sampleRelease('2.0.0').artifacts[0]?.integrity);
  });
});

test('the type is chosen by weight, then by the order of the client, from memory too', async () => {
  for (const [accept, type] of [
    [`${abbreviated}; q=1.0, application/json; q=0.8, */*`, abbreviated],
    [`application/json, ${abbreviated}`, 'application/json'],
    [`${abbreviated}, application/json`, abbreviated],
    [`${abbreviated};q=0, */*`, 'application/json'],
    ['text/html', 'application/json'],
  ] as const) {
    for (const _ of ['made', 'kept']) {
      const { headers } = await served.get(packument, { accept });
      expect(headers['content-type'], accept).toBe(type);
      expect(headers.vary).toMatch(/^accept\b/);
    }
  }
});

describe('where reading needs a token', () => {
  test('memory answers who may, and nobody else', async () => {
    await using catalog = await publishedCatalog();
    const tokens = await testTokens(catalog.stores);
    const reader = await tokens.make('reader', 'read');
    await using server = await serve(catalog, { access: { readAccess: 'token' } });
    for (const path of ['/versions', '/schema/2.0.0', tarball, packument]) {
      for (const _ of ['made', 'kept', 'kept']) {
        const answer = await server.get(path, bearer(reader));
        expect(answer.status).toBe(200);
        // Caches on the way would give it to others.
        expect(answer.headers['cache-control']).toMatch(/^private\b/);
        for (const headers of [{}, bearer('no token'), { 'if-none-match': '*' }]) {
          expect((await server.get(path, headers)).status).toBe(401);
        }
      }
    }
    await catalog.stores.tokens.revoke(reader.id, { withMade: false }, { actor: 'test' });
    const status = async () => (await server.get('/versions', bearer(reader))).status;
    await expect.poll(status).toBe(401);
  });
});

describe('what changes', () => {
  test('in another process is seen once its event is heard, and costs no question before', async () => {
    await using catalog = await publishedCatalog({ versions: ['1.0.0'] });
    await using server = await serve(catalog);
    const latest = async () => JSON.parse((await server.get('/versions')).body.toString()).latest;
    expect(await latest()).toBe('1.0.0');
    await catalog.catalog.publish(sampleRelease('1.1.0'));
    await expect.poll(latest).toBe('1.1.0');
    const before = server.asked();
    expect(await latest()).toBe('1.1.0');
    expect(server.asked()).toBe(before);
    const tags = async () =>
      JSON.parse((await server.get('/npm/-/package/@org%2fdb-client/dist-tags')).body.toString());
    expect(await tags()).toEqual({ latest: '1.1.0' });
    await catalog.catalog.setTag('latest', '1.0.0');
    await expect.poll(tags).toEqual({ latest: '1.0.0' });
  });

  test('by a request to this process is seen at once', async () => {
    // Signals that are there, and have not said anything yet.
    const signals: EventSignals = {
      isConnected: () => true,
      subscribe: () => () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    const serving = createServing({ events: published.stores.events, signals });
    await using server = fastify();
    server.register(drain);
    server.register(authorization, { anonymousScopes: ['admin'] });
    server.register(publicUrl, { hasProxies: false });
    server.register(representations, { serving });
    let number = 1;
    server.after(() => {
      const make = async () => jsonContent({ number });
      server.get('/number', (_request, reply) =>
        reply.represent({
          lifetime: 'current',
          offers: [{ type: 'application/json', key: 'number', make }],
        }),
      );
      server.put('/number', { config: { scope: 'publish' } }, async () => ++number);
      server.post('/number', async () => ++number);
    });
    const read = async () => (await server.inject('/number')).json();
    expect(await read()).toEqual({ number: 1 });
    // What only reads, as an audit's POST does, changes nothing.
    await server.inject({ method: 'POST', url: '/number' });
    expect(await read()).toEqual({ number: 1 });
    await server.inject({ method: 'PUT', url: '/number' });
    expect(await read()).toEqual({ number: 3 });
  });

  test('is asked of the database before each use while events are not heard', async () => {
    await using catalog = await publishedCatalog({ versions: ['1.0.0'] });
    await using server = buildServer({ stores: catalog.stores });
    const latest = async () => (await server.inject('/versions')).json().latest;
    expect(await latest()).toBe('1.0.0');
    await catalog.catalog.publish(sampleRelease('1.1.0'));
    expect(await latest()).toBe('1.1.0');
  });
});
