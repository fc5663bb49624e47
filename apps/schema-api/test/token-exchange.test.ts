import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import {
  mismatchedClaims,
  readTrustedPublishers,
  type TrustedPublisher,
} from '../src/tokens/trusted-publishers.ts';
import { type LocalIssuer, localIssuer } from './local-issuer.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { bearer } from './test-tokens.ts';

let published: TestCatalog;
let issuer: LocalIssuer;
let server: FastifyInstance;

function publishersOf({ url }: LocalIssuer): readonly TrustedPublisher[] {
  const ci = { issuer: url, audience: 'schema-api' };
  const read = readTrustedPublishers([
    {
      ...ci,
      name: 'main',
      claims: { repository: 'org/schema', ref: 'refs/heads/main' },
      scopes: ['publish', 'migrate:staging'],
    },
    {
      ...ci,
      name: 'branches',
      claims: { repository: 'org/*', ref: 'refs/heads/**' },
      scopes: ['read'],
    },
  ]);
  if ('problems' in read) throw new Error(read.problems.join());
  return read.publishers;
}

beforeAll(async () => {
  published = await publishedCatalog();
  issuer = await localIssuer();
  const trustedPublishers = publishersOf(issuer);
  server = buildServer({
    stores: published.stores,
    access: { readAccess: 'token', trustedPublishers },
  });
});

afterAll(async () => {
  await server.close();
  await issuer[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

const exchange = (token: string, from = server) =>
  from.inject({ method: 'POST', url: '/tokens/exchange', payload: { token } });
const onMain = { ref: 'refs/heads/main' };

test('the ID token of a trusted publisher is exchanged for a short one, once', async () => {
  const idToken = await issuer.sign(onMain);
  const answer = await exchange(idToken);
  expect(answer.statusCode).toBe(201);
  const { token, ...described } = answer.json();
  expect(described).toMatchObject({
    name: 'main: repo:org/schema',
    scopes: ['migrate:staging', 'publish'],
    madeBy: 'exchange',
  });
  const lives = Date.parse(described.expiresAt) - Date.parse(described.createdAt);
  expect(lives).toBe(900_000);
  expect((await server.inject({ url: '/versions', headers: bearer(token) })).statusCode).toBe(200);
  const again = await exchange(idToken);
  expect(again.statusCode).toBe(401);
  expect(again.json()).toMatchObject({ code: 'ID_TOKEN_USED' });
  const [entry] = await published.stores.audit.list({ limit: 1 });
  expect(entry).toMatchObject({ action: 'token.create', actor: 'main: repo:org/schema' });
  expect(entry?.address).toBe('127.0.0.1');
  // What it makes does not outlive it.
  const payload = { name: 'longer', scopes: ['publish'] };
  const headers = bearer(token);
  const made = await server.inject({ method: 'POST', url: '/tokens', headers, payload });
  expect(made.json().expiresAt).toBe(described.expiresAt);
});

test('which scopes it is worth is said by its claims', async () => {
  const branch = await exchange(await issuer.sign({ ref: 'refs/heads/feature/x' }));
  expect(branch.json()).toMatchObject({ name: 'branches: repo:org/schema', scopes: ['read'] });
});

test('the keys of an issuer are asked for once', async () => {
  const before = issuer.requests.length;
  await exchange(await issuer.sign(onMain));
  await exchange(await issuer.sign(onMain));
  expect(issuer.requests.length).toBe(before);
});

const past = Math.floor(Date.now() / 1000) - 3600;
const future = Math.floor(Date.now() / 1000) + 3600;

test.each([
  ['of another repository', { ...onMain, repository: 'org2/schema' }],
  ['of a repository that begins like ours', { ...onMain, repository: 'org/schema/evil' }],
  ['of a tag', { ref: 'refs/tags/v1' }],
  ['without a claim that counts', { ref: undefined }],
  ['for somebody else', { ...onMain, aud: 'another-service' }],
  ['for nobody', { ...onMain, aud: undefined }],
  ['that has expired', { ...onMain, iat: past, nbf: past, exp: past + 300 }],
  ['that is not valid yet', { ...onMain, nbf: future, exp: future + 300 }],
  ['from the future', { ...onMain, iat: future, exp: future + 300 }],
  ['without an end', { ...onMain, exp: undefined }],
  ['that lives for ever', { ...onMain, iat: past - 86_400 }],
  ['of an issuer that nobody trusts', { ...onMain, iss: 'https://ci.example.org' }],
  ['of no issuer', { ...onMain, iss: undefined }],
])('an ID token %s is refused', async (_what, claims) => {
  const answer = await exchange(await issuer.sign(claims));
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'ID_TOKEN_REFUSED' });
  expect(answer.body).not.toContain('eyJ');
});

test('an ID token that somebody else signed is refused', async () => {
  const claims = {
    iss: issuer.url,
    aud: 'schema-api',
    sub: 'x',
    ...onMain,
    repository: 'org/schema',
  };
  const now = Math.floor(Date.now() / 1000);
  const whole = { ...claims, iat: now, exp: now + 300 };
  const secret = new TextEncoder().encode('x'.repeat(64));
  const symmetric = new SignJWT(whole).setProtectedHeader({ alg: 'HS256', kid: 'key-1' });
  await using other = await localIssuer();
  const real = await issuer.sign(onMain);
  const forged = [
    await symmetric.sign(secret),
    new UnsecuredJWT(whole).encode(),
    await other.sign({ ...onMain, iss: issuer.url }),
    await issuer.sign(onMain, { kid: 'nobody' }),
    `${real.slice(0, real.lastIndexOf('.'))}.${Buffer.alloc(64).toString('base64url')}`,
    'no.jwt.at-all',
    '',
    'x'.repeat(5_000),
  ];
  for (const token of forged) {
    expect((await exchange(token)).json()).toMatchObject({ code: 'ID_TOKEN_REFUSED' });
  }
  expect((await exchange('x'.repeat(20_000))).statusCode).toBe(400);
  // It was asked only where it is known to be.
  expect(other.requests).toEqual([]);
});

test('a publisher whose keys cannot be had is told as that', async () => {
  await using stopped = await localIssuer();
  const token = await stopped.sign(onMain);
  await stopped.stop();
  const trustedPublishers = publishersOf(stopped);
  await using other = buildServer({ stores: published.stores, access: { trustedPublishers } });
  const answer = await exchange(token, other);
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ code: 'ISSUER_UNREACHABLE' });
});

test('where nobody is trusted nothing is exchanged', async () => {
  await using other = buildServer({ stores: published.stores });
  const answer = await exchange(await issuer.sign(onMain), other);
  expect(answer.json()).toMatchObject({ code: 'ID_TOKEN_REFUSED' });
});

test.each<[pattern: string, value: unknown, fits: boolean]>([
  ['org/schema', 'org/schema', true],
  ['org/schema', 'org/schemas', false],
  ['org/*', 'org/schema', true],
  ['org/*', 'org/a/b', false],
  ['org/**', 'org/a/b', true],
  ['refs/tags/v*.*', 'refs/tags/v1.0', true],
  ['refs.tags', 'refs/tags', false],
  ['true', true, true],
  ['7', 7, true],
  ['a', ['b', 'a'], true],
  ['a', [['a']], false],
  ['*', { a: 1 }, false],
  ['*', null, false],
  ['*', undefined, false],
])('the pattern %s on %j: %s', (pattern, value, fits) => {
  const [publisher] = publishersOf({ url: 'https://ci.example.org' } as LocalIssuer);
  if (publisher === undefined) throw new Error('There is none.');
  const wrong = mismatchedClaims({ ...publisher, claims: { claim: pattern } }, { claim: value });
  expect(wrong).toEqual(fits ? [] : ['claim']);
});

test('npm exchanges it by itself when it publishes', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await writeFile(join(path, 'package.json'), '{ "name": "@org/db-client", "version": "9.9.9" }');
  const idToken = await issuer.sign(onMain);
  const env = { GITLAB_CI: 'true', CI: 'true', NPM_ID_TOKEN: idToken };
  const said = await run('npm', ['publish', '--registry', `${url}/npm/`], { cwd: path, env });
  expect(said).toBe('+ @org/db-client@9.9.9\n');
});
