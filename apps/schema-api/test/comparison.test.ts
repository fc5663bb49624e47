import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { openMigrationSource, up } from '@schema-service/migrator';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { createVersionComparison } from '../src/comparison/compare-versions.ts';
import { createCatalogSource } from '../src/environments/catalog-source.ts';
import { frozenRelease, frozenVersions, releaseOf } from './frozen-releases.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';

const migrations = join(import.meta.dirname, '..', '..', '..', 'migrations');

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;

beforeAll(async () => {
  published = await publishedCatalog({ versions: [] });
  for (const version of frozenVersions) await published.catalog.publish(frozenRelease(version));
  server = buildServer({ stores: published.stores });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

/** A line of `clients.jsonl`. */
interface Pair {
  readonly client: string;
  readonly database: string;
}

const isFrozen = (version: string): boolean =>
  (frozenVersions as readonly string[]).includes(version);

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });
const isEngineLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('prisma_schema'));

test('a schema is also its model, by Accept or by format', async () => {
  const type = 'application/vnd.schema-model+json';
  const answer = await get('/schema/2.0.0', { accept: type });
  expect(answer.headers['content-type']).toBe(type);
  expect(answer.headers.vary).toContain('accept');
  const model = answer.json();
  expect(model).toMatchObject({ kind: 'schema', provider: 'postgresql' });
  expect(model.models.map(({ name }: { name: string }) => name)).toContain('Review');
  const byFormat = await get('/schema/2.0.0?format=model', { accept: 'text/plain' });
  expect(byFormat.body).toBe(answer.body);
  expect((await get('/schema/2.0.0?format=text')).body).toBe(frozenRelease('2.0.0').release.schema);
  expect((await get('/schema/2.0.0?format=xml')).statusCode).toBe(400);
});

test('a diff has the changes with verdicts, the bump, and the SQL both ways', async () => {
  const { forward, reverse, ...diff } = (await get('/diff/1.0.0/2.0.0')).json();
  expect(diff).toMatchObject({ from: '1.0.0', to: '2.0.0', bump: 'major' });
  expect(diff.changes.length).toBeGreaterThan(0);
  expect(diff.changes[0]).toMatchObject({
    kind: 'change',
    compatibility: { oldClientReads: expect.any(String) },
    severity: expect.any(String),
    reason: expect.any(String),
  });
  const migrations = ['1.1.0', '2.0.0'].flatMap(
    (version) => frozenRelease(version).release.migrations,
  );
  expect(forward).toEqual(
    migrations.map(({ version, id, up }) => ({ version, id, direction: 'up', sql: up })),
  );
  expect(reverse).toEqual(
    migrations
      .map(({ version, id, down }) => ({ version, id, direction: 'down', sql: down }))
      .reverse(),
  );
  const down = (await get('/diff/2.0.0/1.0.0')).json();
  expect([down.forward, down.reverse]).toEqual([reverse, forward]);
  expect((await get('/diff/1.1.0/1.1.0')).json()).toMatchObject({
    bump: 'none',
    changes: [],
    forward: [],
  });
});

test('versions of a diff are ranges and tags too', async () => {
  const answer = await get('/diff/1.0.0/latest');
  expect([answer.statusCode, answer.headers.location]).toEqual([307, '../../diff/1.0.0/2.0.0']);
  expect((await get('/diff/1.0.0/9.0.0')).json()).toMatchObject({ code: 'VERSION_NOT_FOUND' });
});

test('a client works on a database as far as the rules say', async () => {
  const ask = async (client: string, database: string) =>
    (await get(`/compatibility?client=${client}&database=${database}`)).json();
  expect(await ask('1.1.0', '1.1.0')).toEqual({
    ...{
      client: '1.1.0',
      database: '1.1.0',
      works: 'yes',
      reads: 'yes',
      writes: 'yes',
      changes: [],
      answer: 'ok',
      missing: [],
      accepted: ['1.0.0', '1.1.0'],
    },
  });
  expect(await ask('1.0.0', '1.1.0')).toMatchObject({ works: 'yes' });
  const old = await ask('1.0.0', 'latest');
  expect(old).toMatchObject({ client: '1.0.0', database: '2.0.0', works: 'no' });
  expect(old.changes.length).toBeGreaterThan(0);
  for (const { compatibility } of old.changes) {
    const { oldClientReads, oldClientWrites } = compatibility;
    expect([oldClientReads, oldClientWrites]).not.toEqual(['yes', 'yes']);
  }
  expect(await ask('2.0.0', '1.0.0')).toMatchObject({ works: 'no' });
  expect((await get('/compatibility?client=1.0.0')).statusCode).toBe(400);
});

test('databases learn of clients from releases of earlier tools, which recorded nothing of them', async () => {
  expect(frozenRelease('2.0.0').release.metadata.clients).toBeUndefined();
  const lines = readFileSync(join(migrations, 'clients.jsonl'), 'utf8').trim().split('\n');
  const known: readonly Pair[] = lines.map((line) => JSON.parse(line));
  const ofPublished = known.filter((pair) =>
    [pair.client, pair.database].every((version) => isFrozen(version)),
  );
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const downloaded = await openMigrationSource(url);
  const comparison = createVersionComparison(published.catalog);
  const ownRuns = await createCatalogSource(published.catalog, comparison)(undefined);
  for (const { clients } of [downloaded, ownRuns]) {
    expect(clients).toHaveLength(ofPublished.length);
    expect(clients).toEqual(
      expect.arrayContaining(ofPublished.map((one) => expect.objectContaining(one))),
    );
  }
  const { clients: ofFolder } = await openMigrationSource(join(migrations, '..'));
  expect(ofFolder).toEqual(
    expect.arrayContaining(known.map((one) => expect.objectContaining(one))),
  );

  const later = { ...frozenRelease('2.0.0').release, version: '2.1.0' };
  const metadata = { ...later.metadata, version: '2.1.0', previous: '2.0.0', clients: [] };
  await using more = await publishedCatalog({ versions: [] });
  for (const version of frozenVersions) await more.catalog.publish(frozenRelease(version));
  await more.catalog.publish({
    ...frozenRelease('2.0.0'),
    release: { ...later, migrations: [], metadata },
  });
  const history = [...frozenVersions, '2.1.0'];
  expect(await createVersionComparison(more.catalog).unrecorded(history)).toEqual([]);
});

test('a migrated database answers each client as this does', async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    for (const version of frozenVersions) {
      await up({ connection: database.connectionString, migrations, to: version });
      for (const asking of [...frozenVersions, '9.9.9']) {
        const { rows } = await client.query(
          `SELECT answer, missing, accepted FROM schema_migrations.hello($1, 'web', 'node')`,
          [asking],
        );
        const answer = await get(`/compatibility?client=${asking}&database=${version}`);
        if (asking === '9.9.9') {
          expect([rows[0].answer, answer.statusCode]).toEqual(['refuse', 404]);
        } else {
          const { missing, accepted, ...works } = answer.json();
          expect({ answer: works.answer, missing, accepted }).toEqual(rows[0]);
        }
      }
    }
  } finally {
    await client.end();
  }
});

test("Prisma's engine is not loaded for what was frozen, and says what is wrong with what cannot be read", async () => {
  await get('/diff/1.0.0/1.1.0');
  expect(isEngineLoaded()).toBe(false);
  await published.catalog.publish(
    releaseOf('3.0.0', '2.0.0', 'model Review {\n  id Nothing @id\n}\n'),
  );
  const answer = await get('/diff/2.0.0/3.0.0');
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({
    code: 'RELEASE_SCHEMA_UNREADABLE',
    message: 'The schema of version 3.0.0 cannot be read.',
    why: expect.stringContaining('Nothing'),
    meta: { version: '3.0.0', code: 'SCHEMA_INVALID' },
  });
  expect(isEngineLoaded()).toBe(true);
  expect((await get('/schema/3.0.0?format=model')).statusCode).toBe(422);
  expect((await get('/schema/3.0.0')).statusCode).toBe(200);
});

test('from one line to another the way leads down to where they part, and ends where one is missing', async () => {
  const schema = 'model Review {\n  id Int @id\n}\n';
  const script = (name: string) => ({
    id: `001_${name}`,
    up: `SELECT '${name}';\n`,
    down: `SELECT 'no ${name}';\n`,
  });
  await using other = await publishedCatalog({ versions: [] });
  await other.catalog.publish(releaseOf('1.0.0', null, schema, [script('base')]));
  await other.catalog.publish(releaseOf('2.0.0', '1.0.0', schema, [script('major')]));
  await other.catalog.publish(
    releaseOf('1.0.1', '1.0.0', schema, [
      script('mend'),
      { id: '002_b', up: 'SELECT 1;\n', down: null },
    ]),
  );
  await other.catalog.publish(releaseOf('4.0.0', '3.0.0', schema));
  await using lines = buildServer({ stores: other.stores });
  const way = async (from: string, to: string) => {
    const { forward } = (await lines.inject(`/diff/${from}/${to}`)).json();
    return forward?.map(
      (step: Record<string, string>) => `${step.direction} ${step.version} ${step.id}`,
    );
  };
  expect(await way('1.0.1', '2.0.0')).toEqual([
    'down 1.0.1 002_b',
    'down 1.0.1 001_mend',
    'up 2.0.0 001_major',
  ]);
  expect(await way('2.0.0', '1.0.1')).toEqual([
    'down 2.0.0 001_major',
    'up 1.0.1 001_mend',
    'up 1.0.1 002_b',
  ]);
  const { forward } = (await lines.inject('/diff/1.0.1/1.0.0')).json();
  expect(forward[0]).toMatchObject({ id: '002_b', sql: null });
  expect((await lines.inject('/diff/4.0.0/1.0.0')).json()).toMatchObject({
    forward: null,
    reverse: null,
  });
});

test('what a release recorded is answered, and what is published later is known', async () => {
  const schema = (field: string) => `model Review {\n  id Int @id\n  ${field} Int?\n}\n`;
  const first = releaseOf('1.0.0', null, schema('stars'));
  const second = releaseOf('1.1.0', '1.0.0', schema('stars'));
  const recorded = [
    { client: '1.0.0', database: '1.1.0', answer: 'degraded', missing: ['as it was recorded'] },
  ] as const;
  await using other = await publishedCatalog({ versions: [] });
  await other.catalog.publish(first);
  await using comparing = buildServer({ stores: other.stores });
  const ask = async () =>
    (await comparing.inject('/compatibility?client=1.0.0&database=1.0.0')).json().accepted;
  expect(await ask()).toEqual(['1.0.0']);
  await other.catalog.publish({
    ...second,
    release: { ...second.release, metadata: { ...second.release.metadata, clients: recorded } },
  });
  expect(await ask()).toEqual(['1.0.0', '1.1.0']);
  const answer = (await comparing.inject('/compatibility?client=1.0.0&database=1.1.0')).json();
  expect(answer).toMatchObject({
    works: 'yes',
    answer: 'degraded',
    missing: ['as it was recorded'],
    accepted: ['1.0.0', '1.1.0'],
  });
});

test('a client whose schema cannot be read is not accepted, and a database that does not answer is no verdict', async () => {
  await using other = await publishedCatalog({ versions: [] });
  const schema = (type: string) => `model Review {\n  id ${type} @id\n}\n`;
  await other.catalog.publish(releaseOf('1.0.0', null, schema('Int')));
  await other.catalog.publish(releaseOf('2.0.0', '1.0.0', schema('Nothing')));
  let isLost = false;
  const comparison = createVersionComparison({
    ...other.catalog,
    findRelease: async (version) => {
      if (isLost) throw new Error('connection lost');
      return other.catalog.findRelease(version);
    },
  });
  const ask = () => comparison.compatibility('1.0.0', '1.0.0');
  expect(await ask()).toMatchObject({ accepted: ['1.0.0'] });
  expect(await comparison.unrecorded(['1.0.0', '2.0.0'])).toEqual([]);
  isLost = true;
  await expect(ask()).rejects.toThrow('connection lost');
});
