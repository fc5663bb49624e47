import type { RouteScope } from '@schema-service/api-contract';
import type { Scope } from '@schema-service/catalog';
import type { FastifyInstance, HTTPMethods, LightMyRequestResponse, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { bearer, testTokens } from './test-tokens.ts';

const actors = [
  'anonymous',
  'bad',
  'expired',
  'revoked',
  'read',
  'publish',
  'migrate:a',
  'approve:a',
  'admin',
] as const;
type Name = (typeof actors)[number];

/** Whom a route lets in, by its scope. Whoever reads without a token is let in where reading is open. */
const letsIn: Readonly<Record<RouteScope, readonly Name[]>> = {
  none: actors,
  token: ['read', 'publish', 'migrate:a', 'approve:a', 'admin'],
  read: ['read', 'publish', 'migrate:a', 'approve:a', 'admin'],
  publish: ['publish', 'admin'],
  migrate: ['migrate:a', 'admin'],
  approve: ['approve:a', 'admin'],
  admin: ['admin'],
};

/** They ask for something else than a token of ours in its place, and say 401 when it is not there. */
const askOtherwise = [
  'POST /tokens/exchange',
  'POST /-/npm/v1/oidc/token/exchange/package/:name',
  'PUT /npm/-/user/:user',
];

const body = { name: 'x' };

let published: TestCatalog;
let headers: Readonly<Record<Name, { readonly authorization?: string }>>;

beforeAll(async () => {
  published = await publishedCatalog();
  const tokens = await testTokens(published.stores);
  const { tokens: store } = published.stores;
  const origin = { actor: 'first admin', tokenId: tokens.admin.id };
  const of = async (...scopes: Scope[]) => bearer(await tokens.make(scopes.join(), ...scopes));
  const short = { name: 'expired', scopes: ['admin'], madeBy: 'request', lifetime: 0 } as const;
  const revoked = await tokens.make('revoked', 'admin');
  await store.revoke(revoked.id, { withMade: true }, origin);
  headers = {
    anonymous: {},
    bad: bearer(`${tokens.admin.text.slice(0, -7)}0000000`),
    expired: bearer(await store.create(short, origin)),
    revoked: bearer(revoked),
    read: await of('read'),
    publish: await of('publish'),
    'migrate:a': await of('migrate:a'),
    'approve:a': await of('approve:a'),
    admin: bearer(tokens.admin),
  };
});

afterAll(() => published[Symbol.asyncDispose]());

interface Route {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly scope: RouteScope | undefined;
}

/** Every route of the server, with the scope that it states. */
async function routesOf(server: FastifyInstance): Promise<readonly Route[]> {
  const found: RouteOptions[] = [];
  server.addHook('onRoute', (route) => void found.push(route));
  await server.ready();
  return found.flatMap(({ method, url, config }) =>
    [method].flat().map((one) => ({ method: one as HTTPMethods, url, scope: config?.scope })),
  );
}

/** Whether it was refused for its token, and not for what it asks. */
function isForToken(method: string, { statusCode, body }: LightMyRequestResponse): boolean {
  if (statusCode !== 401 && statusCode !== 403) return false;
  if (method === 'HEAD') return true;
  return /"code":"TOKEN_(?:REQUIRED|INVALID|SCOPE_MISSING)"/.test(body);
}

/** The environment that the tokens are for is called a; everything else is too. */
function pathOf(url: string): string {
  return url.replace(/:\w+/g, 'a').replace('*', 'a');
}

test('every route states its scope', async () => {
  await using server = buildServer({ stores: published.stores });
  const routes = await routesOf(server);
  expect(routes.length).toBeGreaterThan(40);
  expect(routes.filter(({ scope }) => scope === undefined)).toEqual([]);
});

test.each(['open', 'token'] as const)(
  'where reading is %s, every route lets in whom its scope says, and nobody else',
  async (readAccess) => {
    await using server = buildServer({ stores: published.stores, access: { readAccess } });
    const wrong: string[] = [];
    for (const { method, url, scope = 'read' } of await routesOf(server)) {
      const path = pathOf(url);
      for (const actor of actors) {
        const payload = method === 'GET' || method === 'HEAD' ? {} : { payload: body };
        const asked = { method: method as 'GET', url: path, headers: headers[actor], ...payload };
        const answer = await server.inject(asked);
        const { statusCode } = answer;
        const isOpen = scope === 'read' && readAccess === 'open' && actor === 'anonymous';
        const isLetIn = isOpen || letsIn[scope].includes(actor);
        const refusal = letsIn.token.includes(actor) ? 403 : 401;
        const expected = isLetIn ? 'let in' : refusal;
        const isRefused = !askOtherwise.includes(`${method} ${url}`) && isForToken(method, answer);
        const outcome = statusCode >= 500 || isRefused ? statusCode : 'let in';
        if (outcome !== expected)
          wrong.push(`${method} ${url} (${scope}) by ${actor}: ${statusCode}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('what was answered to an admin is answered to nobody who may not have it', async () => {
  const access = { readAccess: 'token' } as const;
  await using server = buildServer({ stores: published.stores, access });
  const routes = await routesOf(server);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (path: string, actor: Name) => {
    const signal = AbortSignal.timeout(60_000);
    const sent = { headers: headers[actor] as Record<string, string>, signal };
    const answer = await fetch(address + path, sent);
    await answer.body?.cancel();
    return answer;
  };
  const concrete = [
    '/schema/2.0.0',
    '/client/2.0.0/node',
    '/migrations/2.0.0',
    '/npm/@org%2fdb-client',
    '/npm/@org/db-client/-/db-client-2.0.0.tgz',
    '/pypi/simple/org-db-client/',
  ];
  const paths = routes
    .filter(({ method, scope }) => method === 'GET' && scope !== 'none')
    .map(({ url }) => pathOf(url));
  const wrong: string[] = [];
  for (const path of [...paths, ...concrete]) {
    // Twice: what is kept is kept then.
    for (const actor of ['admin', 'admin', 'anonymous', 'bad', 'expired', 'revoked'] as const) {
      const { status, headers: answered } = await ask(path, actor);
      const isRefused = status === 401;
      if (isRefused === (actor === 'admin')) wrong.push(`${path} by ${actor}: ${status}`);
      if (answered.get('cache-control')?.includes('public')) wrong.push(`${path} is public`);
    }
  }
  expect(wrong).toEqual([]);
});

test('what asks for no token tells nobody what is published, where reading does', async () => {
  const access = { readAccess: 'token' } as const;
  await using server = buildServer({ stores: published.stores, access });
  const open = (await routesOf(server)).filter(
    ({ method, scope }) => method === 'GET' && scope === 'none',
  );
  expect(open.length).toBeGreaterThan(2);
  for (const { url } of open) {
    for (const accept of ['text/html', 'application/json']) {
      const { body: text } = await server.inject({ url, headers: { accept } });
      expect(text, url).not.toContain('1.1.0');
    }
  }
});

test('an environment is only migrated by who may migrate that one', async () => {
  await using server = buildServer({ stores: published.stores });
  server.post('/test/:name', { config: { scope: 'migrate' } }, async (request) => {
    const { name } = request.params as { readonly name: string };
    request.requireScope(`migrate:${name}`);
    return { ok: true };
  });
  const ask = async (name: string, actor: Name) =>
    (await server.inject({ method: 'POST', url: `/test/${name}`, headers: headers[actor] }))
      .statusCode;
  expect(await ask('a', 'migrate:a')).toBe(200);
  expect(await ask('b', 'migrate:a')).toBe(403);
  expect(await ask('b', 'admin')).toBe(200);
});
