import type { Stores, TokenStore } from '@schema-service/catalog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { readConfig } from '../src/config/config.ts';
import { startSchemaApi } from '../src/start-schema-api.ts';
import { createAccess } from '../src/tokens/access.ts';
import { createKnownTokens } from '../src/tokens/known-tokens.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { basic, bearer, type TestTokens, testTokens } from './test-tokens.ts';

let published: TestCatalog;
let tokens: TestTokens;

beforeAll(async () => {
  published = await publishedCatalog();
  tokens = await testTokens(published.stores);
});

afterAll(() => published[Symbol.asyncDispose]());

const open = () => buildServer({ stores: published.stores });
const closed = () => buildServer({ stores: published.stores, access: { readAccess: 'token' } });

test('an admin makes a token that is shown once, lists it, and ends it at once', async () => {
  await using server = closed();
  const headers = bearer(tokens.admin);
  const payload = { name: 'web', scopes: ['read'], expiresIn: 3600 };
  const made = await server.inject({ method: 'POST', url: '/tokens', headers, payload });
  expect(made.statusCode).toBe(201);
  expect(made.headers['cache-control']).toBe('no-store');
  const { token, ...described } = made.json();
  expect(described).toMatchObject({ name: 'web', scopes: ['read'], createdBy: 'first admin' });
  expect((await server.inject({ url: '/versions', headers: bearer(token) })).statusCode).toBe(200);
  const current = await server.inject({ url: '/tokens/current', headers: bearer(token) });
  expect({ ...current.json(), lastUsedAt: null }).toEqual(described);
  const used = async () =>
    (await server.inject({ url: '/tokens/current', headers: bearer(token) })).json().lastUsedAt;
  await expect.poll(used).toMatch(/:00\.000Z$/);
  const listed = await server.inject({ url: '/tokens?limit=1', headers });
  expect(listed.json()).toMatchObject({ tokens: [{ id: described.id }], next: described.id });
  expect(listed.body).not.toContain(token.slice(37));
  const own = await server.inject({ url: '/tokens', headers: bearer(token) });
  expect(own.json().tokens).toHaveLength(1);

  const url = `/tokens/${described.id}`;
  const ended = await server.inject({ method: 'DELETE', url, headers });
  expect(ended.json()).toEqual({ revoked: [described.id] });
  const refused = await server.inject({ url: '/versions', headers: bearer(token) });
  expect(refused.statusCode).toBe(401);
  expect(refused.json()).toMatchObject({ code: 'TOKEN_INVALID', meta: { reason: 'revoked' } });
  const audit = await server.inject({ url: '/audit?limit=2', headers });
  expect(audit.json().entries).toMatchObject([
    { action: 'token.revoke', subject: described.id, actor: 'first admin', address: '127.0.0.1' },
    { action: 'token.create', subject: described.id, tokenId: tokens.admin.id },
  ]);
  const older = await server.inject({ url: `/audit?before=${audit.json().next}`, headers });
  expect(older.json().entries.map(({ id }: { id: string }) => id)).not.toContain(audit.json().next);
});

test('a token ends itself and what it made, and is nobody for the tokens of others', async () => {
  await using server = open();
  const mine = await tokens.make('mine', 'publish');
  const other = await tokens.make('other', 'publish');
  const headers = bearer(mine);
  const payload = { name: 'made', scopes: ['read'] };
  const made = await server.inject({ method: 'POST', url: '/tokens', headers, payload });
  const stolen = await server.inject({ method: 'DELETE', url: `/tokens/${other.id}`, headers });
  expect(stolen.json()).toMatchObject({ code: 'TOKEN_NOT_FOUND' });
  const more = { name: 'more', scopes: ['admin'] };
  const refused = await server.inject({ method: 'POST', url: '/tokens', headers, payload: more });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'TOKEN_SCOPE_NOT_HELD' });
  await server.inject({ method: 'DELETE', url: `/tokens/${mine.id}`, headers });
  for (const text of [mine.text, made.json().token]) {
    const answer = await server.inject({ url: '/versions', headers: bearer(text) });
    expect(answer.statusCode).toBe(401);
  }
});

test.each([
  { name: '', scopes: ['read'] },
  { name: 'a\u0000b', scopes: ['read'] },
  { name: 'x', scopes: [] },
  { name: 'x', scopes: ['root'] },
  { name: 'x', scopes: ['migrate:'] },
  { name: 'x', scopes: ['read'], expiresIn: 0 },
  { name: 'x', scopes: ['read'], expiresIn: null },
])('a token as %j is refused', async (payload) => {
  await using server = open();
  const headers = bearer(tokens.admin);
  const answer = await server.inject({ method: 'POST', url: '/tokens', headers, payload });
  expect(answer.statusCode).toBe(400);
});

describe('a token is taken', () => {
  test.each(['/versions', '/npm/@org%2fdb-client', '/pypi/simple/org-db-client/'])(
    'as bearer and as basic for %s',
    async (url) => {
      const reader = await tokens.make('reader', 'read');
      await using server = closed();
      for (const headers of [bearer(reader), basic(reader), basic(reader, 'anybody')]) {
        expect((await server.inject({ url, headers })).statusCode).toBe(200);
      }
      const nobody = await server.inject(url);
      expect(nobody.statusCode).toBe(401);
      expect(nobody.json()).toMatchObject({ code: 'TOKEN_REQUIRED' });
      expect(nobody.headers['www-authenticate']).toMatch(/^Bearer .*, Basic /);
    },
  );

  test.each([
    'Bearer',
    'Bearer x',
    'Digest x',
    'Basic x',
    `Bearer ${'x'.repeat(40)}`,
    `Bearer sst_${'0'.repeat(32)}_${'0'.repeat(49)}`,
  ])('%s is none, also where reading is open', async (authorization) => {
    await using server = open();
    const answer = await server.inject({ url: '/versions', headers: { authorization } });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.json()).toMatchObject({ code: 'TOKEN_INVALID' });
    // Health is asked by what knows no tokens.
    const health = await server.inject({ url: '/healthz', headers: { authorization } });
    expect(health.statusCode).toBe(200);
  });
});

test('a revocation is heard of by every process at once', async () => {
  await using database = await publishedCatalog();
  const first = await testTokens(database.stores);
  const reader = await first.make('reader', 'read');
  const config = readConfig({
    DATABASE_URL: database.connectionString,
    PORT: '0',
    LOG_LEVEL: 'silent',
    READ_ACCESS: 'token',
  });
  const [one, other] = await Promise.all([startSchemaApi(config), startSchemaApi(config)]);
  const read = async (url: string) =>
    (await fetch(`${url}/versions`, { headers: bearer(reader) })).status;
  expect(await Promise.all([read(one.url), read(other.url)])).toEqual([200, 200]);
  const ended = { method: 'DELETE', headers: bearer(first.admin) };
  await fetch(`${one.url}/tokens/${reader.id}`, ended);
  expect(await read(one.url)).toBe(401);
  await expect.poll(() => read(other.url)).toBe(401);
  await Promise.all([one.close(), other.close()]);
});

/** Signals that are always heard. */
const heard = {
  isConnected: () => true,
  subscribe: () => () => {},
  [Symbol.asyncDispose]: async () => {},
};

test('while the database does not answer known tokens go on for a while, and nobody else', async () => {
  const reader = await tokens.make('reader', 'read');
  const stranger = await tokens.make('stranger', 'read');
  let isDown = false;
  const find: TokenStore['find'] = (id) =>
    isDown ? Promise.reject(new Error('no answer')) : published.stores.tokens.find(id);
  const stores: Stores = { ...published.stores, tokens: { ...published.stores.tokens, find } };
  await using server = buildServer({ stores, access: { readAccess: 'token' } });
  const read = async (token: typeof reader) =>
    (await server.inject({ url: '/versions', headers: bearer(token) })).statusCode;
  expect(await read(reader)).toBe(200);
  isDown = true;
  expect(await read(reader)).toBe(200);
  expect(await read(stranger)).toBe(503);
  isDown = false;
  expect(await read(stranger)).toBe(200);

  // The same without waiting for the ten minutes.
  const { tokens: store } = stores;
  const presented = { id: reader.id, secretHash: (await store.find(reader.id))?.secretHash };
  const { secretHash = Buffer.alloc(0) } = presented;
  const known = createKnownTokens(store, undefined, { stale: 0 });
  expect(await known.look({ id: reader.id, secretHash })).toMatchObject({ kind: 'valid' });
  isDown = true;
  await expect(known.look({ id: reader.id, secretHash })).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
  });
});

test('a database that hangs holds a known token up for a moment, and another one not for ever', async () => {
  const reader = await tokens.make('reader', 'read');
  const { tokens: store } = published.stores;
  const stored = await store.find(reader.id);
  let hangs = false;
  const find: TokenStore['find'] = (id) => (hangs ? new Promise(() => {}) : store.find(id));
  const hanging = { ...store, find };
  const patience = { known: 20, other: 60_000 };
  const known = createKnownTokens(hanging, undefined, { patience });
  const presented = { id: reader.id, secretHash: stored?.secretHash ?? Buffer.alloc(0) };
  await known.look(presented);
  hangs = true;
  expect(await known.look(presented)).toMatchObject({ kind: 'valid' });
  // Now it is known that nobody answers, and memory is enough.
  expect(known.judge(presented)).toMatchObject({ kind: 'valid' });
  const hasty = { patience: { known: 20, other: 20 } };
  const stranger = createKnownTokens(hanging, undefined, hasty);
  await expect(stranger.look(presented)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});

test('mayRead says from memory who may read', async () => {
  const { tokens: store } = published.stores;
  const reader = await tokens.make('reader', 'read');
  const request = (headers: { readonly authorization?: string }) => ({ headers });
  const opened = createAccess(store, heard, { readAccess: 'open' });
  const { mayRead, known, plugin } = createAccess(store, heard, { readAccess: 'token' });
  expect(plugin).toBeTypeOf('function');
  expect(opened.mayRead(request({}))).toBe(true);
  expect(mayRead(request({}))).toBe(false);
  expect(mayRead(request(bearer('nonsense')))).toBe(false);
  expect(mayRead(request(bearer(reader)))).toBe('unknown');
  const stored = await store.find(reader.id);
  await known.look({ id: reader.id, secretHash: stored?.secretHash ?? Buffer.alloc(0) });
  expect(mayRead(request(bearer(reader)))).toBe(true);
  expect(mayRead(request(basic(reader)))).toBe(true);
  const [last] = reader.text.slice(-7);
  const forged = reader.text.slice(0, -7) + (last === 'a' ? 'b' : 'a') + reader.text.slice(-6);
  expect(mayRead(request(bearer(forged)))).toBe(false);
  known.forget([reader.id]);
  expect(mayRead(request(bearer(reader)))).toBe('unknown');
});

test('a known token is asked about once while its end would be heard of', async () => {
  const reader = await tokens.make('reader', 'read');
  let asked = 0;
  const { tokens: store } = published.stores;
  const find: TokenStore['find'] = (id) => {
    asked += 1;
    return store.find(id);
  };
  const stores: Stores = { ...published.stores, tokens: { ...store, find } };
  await using server = buildServer({ stores, signals: heard });
  const read = () => server.inject({ url: '/versions', headers: bearer(reader) });
  await Promise.all([read(), read(), read()]);
  await read();
  expect(asked).toBe(1);
});
