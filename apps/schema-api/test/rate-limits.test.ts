import type { Stores, TokenStore } from '@schema-service/catalog';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { bearer, type TestTokens, testTokens } from './test-tokens.ts';

let published: TestCatalog;
let tokens: TestTokens;

beforeAll(async () => {
  published = await publishedCatalog();
  tokens = await testTokens(published.stores);
});

afterAll(() => published[Symbol.asyncDispose]());

/** Signals that are always heard. */
const signals = {
  isConnected: () => true,
  subscribe: () => () => {},
  [Symbol.asyncDispose]: async () => {},
};

const limited = (requests: number, logins: number, stores: Stores = published.stores) =>
  buildServer({ stores, signals, access: { rateLimits: { requests, logins } } });

test('an address has so many requests a minute, and is told when to try again', async () => {
  await using server = limited(3, 3);
  const ask = async (remoteAddress: string) =>
    server.inject({ url: '/npm/@org%2fdb-client', remoteAddress });
  for (let index = 0; index < 3; index += 1) {
    expect((await ask('10.0.0.1')).statusCode).toBe(200);
  }
  const refused = await ask('10.0.0.1');
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json()).toMatchObject({
    code: 'RATE_LIMITED',
    error: 'More than 3 requests in a minute.',
    meta: { limit: 3, retryAfter: Number(refused.headers['retry-after']) },
  });
  expect((await ask('10.0.0.2')).statusCode).toBe(200);
  // Of IPv6 whoever has one address has its whole network.
  for (let index = 0; index < 3; index += 1) await ask(`2001:db8::${index}`);
  expect((await ask('2001:db8::ffff')).statusCode).toBe(429);
  expect((await ask('2001:db8:1::1')).statusCode).toBe(200);
});

test('a known token is counted as itself, wherever it comes from', async () => {
  await using server = limited(3, 3);
  const reader = await tokens.make('reader', 'read');
  const ask = (remoteAddress: string, headers = bearer(reader)) =>
    server.inject({ url: '/versions', remoteAddress, headers });
  // The first use is that of an address: who it is nobody knows yet.
  for (const last of [1, 2, 3, 4]) expect((await ask(`10.1.0.${last}`)).statusCode).toBe(200);
  expect((await ask('10.1.0.5')).statusCode).toBe(429);
  const other = await server.inject({ url: '/versions', remoteAddress: '10.1.0.5' });
  expect(other.statusCode).toBe(200);
});

test('guessing tokens is counted by address, and soon asks the database nothing', async () => {
  let asked = 0;
  const { tokens: store } = published.stores;
  const find: TokenStore['find'] = (id) => {
    asked += 1;
    return store.find(id);
  };
  await using server = limited(5, 5, { ...published.stores, tokens: { ...store, find } });
  const statuses: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    const headers = bearer(`guess-${String(index).padStart(40, '0')}`);
    statuses.push((await server.inject({ url: '/versions', headers })).statusCode);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  expect(asked).toBe(5);
});

test('what makes tokens has a limit of its own', async () => {
  await using server = limited(100, 2);
  const login = () =>
    server.inject({
      method: 'PUT',
      url: '/npm/-/user/org.couchdb.user:ada',
      payload: { name: 'ada', password: 'guess' },
    });
  const exchange = () =>
    server.inject({ method: 'POST', url: '/tokens/exchange', payload: { token: 'guess' } });
  expect((await login()).statusCode).toBe(401);
  expect((await exchange()).statusCode).toBe(401);
  expect((await login()).statusCode).toBe(429);
  expect((await exchange()).statusCode).toBe(429);
  expect((await server.inject('/versions')).statusCode).toBe(200);
});

test('a body that is too large is refused before it is read', async () => {
  await using server = buildServer({ stores: published.stores });
  const post = (url: string, size: number) =>
    server.inject({
      method: 'POST',
      url,
      headers: bearer(tokens.admin),
      payload: { token: 'x'.repeat(size), name: 'x', scopes: ['read'] },
    });
  for (const url of ['/tokens/exchange', '/tokens']) {
    const answer = await post(url, 40_000);
    expect(answer.statusCode, url).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
  }
});
