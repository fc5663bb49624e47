import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkingFile } from '@schema-service/api-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { frozenRelease, frozenVersions } from './frozen-releases.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { bearer, testTokens } from './test-tokens.ts';

const frozen = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'schema', 'versions', '2.0.0', 'schema.prisma'),
  'utf8',
);
/** As a pull request would have it: a field and a model more, in two files. */
const files: readonly WorkingFile[] = [
  { path: 'schema/z-stamp.prisma', content: 'model Stamp {\n  id    Int @id\n  stars Int\n}\n' },
  {
    path: 'schema/schema.prisma',
    content: frozen.replace('model Review {', 'model Review {\n  stamped Int?'),
  },
];

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;
let token: { readonly authorization: string };

beforeAll(async () => {
  published = await publishedCatalog({ versions: [] });
  for (const version of frozenVersions) await published.catalog.publish(frozenRelease(version));
  server = buildServer({ stores: published.stores });
  const { make } = await testTokens(published.stores);
  token = bearer(await make('reader', 'read'));
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

const get = (url: string) => server.inject(url);
const send = (sent: readonly WorkingFile[], headers: Readonly<Record<string, string>> = token) =>
  server.inject({
    ...{ method: 'POST', url: '/working-schemas', headers },
    payload: { files: sent },
  });

test('a schema that is in work is kept by its content, and compared with a version', async () => {
  const answer = await send(files);
  expect(answer.statusCode).toBe(201);
  const { id, expiresAt, ...kept } = answer.json();
  expect(kept.files).toEqual(files.toReversed());
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000);
  expect((await send(files.toReversed())).json().id).toBe(id);
  expect((await get(`/working-schemas/${id}`)).json()).toMatchObject({ id, ...kept });

  const { headers } = await get(`/working-schemas/${id}/diff/latest`);
  expect(headers.location).toBe(`../../../working-schemas/${id}/diff/2.0.0`);
  const diff = (await get(`/working-schemas/${id}/diff/2.0.0`)).json();
  expect(diff).toMatchObject({ from: '2.0.0', to: id, bump: 'minor' });
  expect(diff.changes).toContainEqual(
    expect.objectContaining({ id: 'FIELD_ADDED', path: 'Review.stamped', severity: 'safe' }),
  );
  expect(diff.changes).toContainEqual(
    expect.objectContaining({
      id: 'MODEL_ADDED',
      location: { file: 'schema/z-stamp.prisma', line: 1, column: expect.any(Number) },
    }),
  );
  const [{ up, down, rollback }] = diff.drafts;
  expect(up).toContain('ADD COLUMN "stamped" INTEGER');
  expect(down).toContain('DROP COLUMN "stamped"');
  expect(rollback).toBe('lossy');
  expect(diff.sources.to).toContain('model Stamp {');

  const drawing = (await get(`/working-schemas/${id}/diagram`)).json();
  expect(drawing.nodes.map(({ name }: { name: string }) => name)).toContain('Stamp');
  const model = (await get(`/working-schemas/${id}/model`)).json();
  expect(model.models.map(({ name }: { name: string }) => name)).toContain('Stamp');
});

test('it is recorded who sent it, once', async () => {
  const audited = async () => {
    const entries = await published.stores.audit.list({ limit: 100 });
    return entries.filter(({ action }) => action === 'workingSchema.upload');
  };
  const own = [{ path: 'a.prisma', content: 'model A {\n  id Int @id\n}\n' }];
  const { id } = (await send(own)).json();
  await send(own);
  expect((await audited()).filter(({ subject }) => subject === id)).toMatchObject([
    { actor: 'reader', detail: { files: ['a.prisma'] } },
  ]);
});

test('what is no schema is refused with file, line and column, and not kept', async () => {
  const [first] = files;
  const wrong = { path: 'schema/b.prisma', content: 'model B {\n  id Itn @id\n}\n' };
  const answer = await send(first ? [first, wrong] : []);
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({
    code: 'SCHEMA_INVALID',
    message: expect.stringContaining('schema/b.prisma:2:6:'),
    meta: { mistakes: [{ file: 'schema/b.prisma', line: 2, column: 6 }] },
  });
  const empty = await send([{ path: 'a.prisma', content: '' }]);
  expect([empty.statusCode, empty.json().code]).toEqual([422, 'SCHEMA_EMPTY']);
  const twice = await send(first ? [first, first] : []);
  expect([twice.statusCode, twice.json().code]).toEqual([400, 'REQUEST_INVALID']);
  const large = await send([{ path: 'a.prisma', content: '/'.repeat(1_100_000) }]);
  expect([large.statusCode, large.json().code]).toEqual([413, 'REQUEST_TOO_LARGE']);
  expect((await send(files, {})).json().code).toBe('TOKEN_REQUIRED');
});

test('one whose time is over is there no more', async () => {
  const store = published.stores.workingSchemas;
  const expired = await store.keep([
    { path: 'old.prisma', content: 'model Old {\n  id Int @id\n}\n' },
  ]);
  await published.pool.query(
    'UPDATE schema_catalog.working_schema SET expires_at = now() WHERE id = $1',
    [expired.id],
  );
  for (const path of ['', '/model', '/diagram', '/diff/2.0.0']) {
    const answer = await get(`/working-schemas/${expired.id}${path}`);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'WORKING_SCHEMA_NOT_FOUND']);
    expect(answer.json().fix).toContain('schemactl diff --open');
  }
  await store.keep([{ path: 'new.prisma', content: 'model New {\n  id Int @id\n}\n' }]);
  const { rows } = await published.pool.query(
    'SELECT id FROM schema_catalog.working_schema WHERE id = $1',
    [expired.id],
  );
  expect(rows).toEqual([]);
});
