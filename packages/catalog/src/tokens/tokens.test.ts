import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../../test/catalog-database.ts';
import { withClient } from '../database/with-client.ts';
import { createStores } from '../stores.ts';
import { isOfSameHand } from './same-hand.ts';
import { isGranted, isScope, type Scope } from './scopes.ts';
import type { NewToken } from './token.ts';
import { isIntact, isSameHash, newTokenText, presentedToken } from './token-text.ts';

test('a token says which it is, is checked before it is looked up, and tells its secret to nobody', () => {
  const { text, id, secretHash } = newTokenText();
  expect(text).toMatch(/^sst_[0-9a-f]{32}_[0-9A-Za-z]{49}$/);
  const presented = presentedToken(text);
  expect(presented?.id).toBe(id);
  expect(presented && isSameHash(presented.secretHash, secretHash)).toBe(true);
  expect(isIntact(text)).toBe(true);
  const mistyped = text.slice(0, 40) + (text[40] === 'a' ? 'b' : 'a') + text.slice(41);
  expect(isIntact(mistyped)).toBe(false);
  expect(newTokenText().text).not.toBe(text);
  for (const none of ['', 'sst_', `${text}x`, 'short', 'x'.repeat(513), `${'x'.repeat(40)}\n`]) {
    expect(presentedToken(none)).toBeUndefined();
  }
});

test.each<[scope: string, isOne: boolean]>([
  ['read', true],
  ['migrate:production', true],
  ['approve:*', true],
  ['migrate', false],
  ['migrate:', false],
  ['migrate:a b', false],
  ['root', false],
])('%s is a scope: %s', (scope, isOne) => {
  expect(isScope(scope)).toBe(isOne);
});

test.each<[held: readonly Scope[], wanted: Scope, may: boolean]>([
  [['admin'], 'migrate:a', true],
  [['publish'], 'read', true],
  [[], 'read', false],
  [['read'], 'publish', false],
  [['migrate:*'], 'migrate:a', true],
  [['migrate:a'], 'migrate:*', false],
  [['migrate:a'], 'migrate:ab', false],
  [['migrate:*'], 'approve:a', false],
])('%j gives %s: %s', (held, wanted, may) => {
  expect(isGranted(held, wanted)).toBe(may);
});

const asked = (name: string, ...scopes: Scope[]): NewToken => ({ name, scopes, madeBy: 'request' });

test('a token gives no more than it has, for no longer, and takes what it made with it', async () => {
  await using database = await createCatalogDatabase();
  const { tokens, audit } = createStores(database.pool);
  const admin = await tokens.createFirst({ name: 'first' });
  const root = { actor: 'first', tokenId: admin?.id ?? '' };
  const ci = await tokens.create({ ...asked('ci', 'publish', 'migrate:*'), lifetime: 60 }, root);
  const asCi = { actor: 'ci', tokenId: ci.id };
  await expect(tokens.create(asked('more', 'admin'), asCi)).rejects.toMatchObject({
    code: 'TOKEN_SCOPE_NOT_HELD',
    meta: { missing: ['admin'] },
  });
  const made = await tokens.create({ ...asked('made', 'migrate:a'), lifetime: 3600 }, asCi);
  expect(made.expiresAt).toBe(ci.expiresAt);
  expect(await tokens.isMadeBy(made.id, ci.id)).toBe(true);
  expect(await tokens.isMadeBy(ci.id, made.id)).toBe(false);
  const first = await tokens.list({ limit: 2 });
  expect(first.tokens.map(({ name }) => name)).toEqual(['made', 'ci']);
  const rest = await tokens.list({ before: first.next ?? '', limit: 2 });
  expect(rest).toMatchObject({ tokens: [{ name: 'first' }], next: null });
  expect((await tokens.list({ of: ci.id, limit: 9 })).tokens.map(({ name }) => name)).toEqual([
    'made',
    'ci',
  ]);
  expect(JSON.stringify(first)).not.toMatch(/secret|text/);

  const ended = await tokens.revoke(ci.id, { withMade: true }, root);
  expect([...ended].sort()).toEqual([ci.id, made.id].sort());
  expect(await tokens.revoke(ci.id, { withMade: true }, root)).toEqual([]);
  expect((await tokens.find(made.id))?.revokedAt).not.toBeNull();
  await expect(tokens.create(asked('late', 'read'), asCi)).rejects.toMatchObject({
    code: 'TOKEN_INVALID',
  });
  const back = 'UPDATE schema_catalog.token SET revoked_at = NULL';
  await expect(database.pool.query(back)).rejects.toThrow('does not come back');
  const more = `UPDATE schema_catalog.token SET scopes = '{admin}'`;
  await expect(database.pool.query(more)).rejects.toThrow('does not change');

  const entries = await audit.list({ limit: 10 });
  expect(entries.map(({ action }) => action).reverse()).toEqual([
    'token.create',
    'token.create',
    'token.create',
    'token.revoke',
    'token.revoke',
  ]);
  const everything = JSON.stringify(entries);
  for (const token of [admin, ci, made]) expect(everything).not.toContain(token?.text.slice(37));
});

test('two tokens are in one hand where one made the other, or both', async () => {
  await using database = await createCatalogDatabase();
  const { tokens } = createStores(database.pool);
  const admin = await tokens.createFirst({ name: 'first' });
  const make = (maker: { id: string } | undefined, name: string, ...scopes: Scope[]) =>
    tokens.create(asked(name, ...scopes), { actor: 'maker', tokenId: maker?.id ?? '' });
  const one = await make(admin, 'one', 'migrate:a', 'approve:a');
  const other = await make(admin, 'other', 'migrate:a', 'approve:a');
  const first = await make(one, 'first', 'migrate:a');
  const second = await make(await make(one, 'between', 'approve:a'), 'second', 'approve:a');
  const sameHand = (starter: { id: string } | undefined, approver: { id: string } | undefined) =>
    withClient(database.pool, (client) =>
      isOfSameHand(client, starter?.id ?? '', approver?.id ?? ''),
    );
  expect(await sameHand(one, one)).toBe(true);
  expect(await sameHand(one, second)).toBe(true);
  expect(await sameHand(first, second)).toBe(true);
  expect(await sameHand(second, one)).toBe(true);
  expect(await sameHand(one, other)).toBe(false);
  expect(await sameHand(first, other)).toBe(false);
  // Otherwise the first admin, who made the tokens of all, could start nothing that others approve.
  expect(await sameHand(one, admin)).toBe(false);
  expect(await sameHand(admin, one)).toBe(false);
  expect(await sameHand(admin, admin)).toBe(true);
});

test('of processes that start at once one makes the first token, and again only when no admin is left', async () => {
  await using database = await createCatalogDatabase();
  const stores = [database.pool, database.anotherPool()].map((pool) => createStores(pool).tokens);
  const firsts = await Promise.all(
    [...stores, ...stores].map((tokens) => tokens.createFirst({ name: 'first' })),
  );
  const [made, ...others] = firsts.filter((token) => token !== undefined);
  expect(others).toEqual([]);
  const [tokens] = stores;
  const origin = { actor: 'first', tokenId: made?.id ?? '' };
  await tokens?.revoke(made?.id ?? '', { withMade: false }, origin);
  expect((await tokens?.createFirst({ name: 'second' }))?.scopes).toEqual(['admin']);
});

test('a secret from the environment is an admin, until another is given', async () => {
  await using database = await createCatalogDatabase();
  const { tokens } = createStores(database.pool);
  const given = 'a-secret-of-somebody-else-0123456789';
  expect(await tokens.adoptAdmin(given, 'environment')).toBe('adopted');
  expect(await tokens.adoptAdmin(given, 'environment')).toBe('known');
  expect(await tokens.createFirst({ name: 'first' })).toBeUndefined();
  const presented = presentedToken(given);
  const found = await tokens.find(presented?.id ?? '');
  expect(found?.scopes).toEqual(['admin']);
  expect(found && presented && isSameHash(found.secretHash, presented.secretHash)).toBe(true);
  expect(await tokens.adoptAdmin(`${given}-2`, 'environment')).toBe('adopted');
  expect(await tokens.adoptAdmin(given, 'environment')).toBe('ended');
});

test('an ID token is exchanged once, whoever asks at the same time', async () => {
  await using database = await createCatalogDatabase();
  const stores = [database.pool, database.anotherPool()].map((pool) => createStores(pool).tokens);
  const expiresAt = Date.now() / 1000 + 600;
  const use = { issuer: 'https://ci.example.org', jti: 'one', expiresAt };
  const token: NewToken = { name: 'ci', scopes: ['publish'], madeBy: 'exchange', lifetime: 900 };
  const results = await Promise.allSettled(
    [...stores, ...stores].map((tokens) => tokens.exchange(token, use, { actor: 'ci' })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ code: 'ID_TOKEN_USED' });
  }
});

test('the last use is kept to the minute, and not written with every request', async () => {
  await using database = await createCatalogDatabase();
  const { tokens } = createStores(database.pool);
  const token = await tokens.createFirst({ name: 'first' });
  const id = token?.id ?? '';
  const writes = async () =>
    (
      await database.pool.query(
        `SELECT xmin::text AS writer, last_used_at FROM schema_catalog.token WHERE id = $1`,
        [id],
      )
    ).rows[0];
  // A minute that ends between the two would write twice: what is asked is that the same minute does not.
  await tokens.noteUse(id);
  const before = await writes();
  await tokens.noteUse(id);
  const after = await writes();
  expect(before.last_used_at).not.toBeNull();
  if (after.last_used_at.getTime() === before.last_used_at.getTime()) {
    expect(after.writer).toBe(before.writer);
  }
});
