import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  ACCEPTED_FILE,
  acceptedDifference,
  acceptedText,
  formatDifference,
  type MigrationEvent,
  readMigrations,
  snapshot,
  status,
  up,
  upAll,
  type Verification,
  verify,
} from '../src/index.ts';
import { migrationFolder, type TestFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

/** The three migrations, with the snapshots of both versions. */
async function releasedFolder(): Promise<TestFolder> {
  const folder = migrationFolder(THREE_MIGRATIONS);
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  for (const to of ['1.0.0', '1.1.0']) {
    await up({ ...options, to });
    await snapshot(options);
  }
  return folder;
}

const lines = ({ differences }: Verification): string[] => differences.map(formatDifference);

test('a database as released has no difference, at each version', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  for (const to of ['1.0.0', '1.1.0']) {
    await up({ ...options, to });
    expect(await verify(options)).toEqual({ kind: 'verification', version: to, differences: [] });
  }
  expect(lines(await verify({ ...options, version: '1.0.0' }))).toEqual([
    'table public.company: not expected, is there',
  ]);
});

test('drift: verify lists it, up refuses it before anything is applied, or goes on and tells', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, 'ALTER TABLE product ADD price money');
  await query(database.connectionString, 'CREATE TABLE scratch (id serial)');

  const found = [
    'column public.product.price: not expected, is there (money)',
    'sequence public.scratch_id_seq: not expected, is there (integer)',
    'table public.scratch: not expected, is there',
  ];
  expect(lines(await verify(options)).sort()).toEqual(found);
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
    message: expect.stringContaining(`The database is not what 1.0.0 says.\n  `),
    meta: { version: '1.0.0' },
  });
  expect(await tables(database.connectionString)).toEqual(['product', 'review', 'scratch']);
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', lockHolder: null });

  const events: MigrationEvent[] = [];
  await up({ ...options, allowDrift: true, onEvent: (event) => events.push(event) });
  const drift = events.filter((event) => event.kind === 'driftFound');
  expect(drift).toMatchObject([
    { version: '1.0.0', when: 'before', differences: { length: 3 } },
    { version: '1.1.0', when: 'after', differences: { length: 3 } },
  ]);

  // Where nothing is to be done nothing is looked at.
  expect(await up(options)).toMatchObject({ toVersion: '1.1.0', migrations: [] });
  expect((await verify(options)).differences).toHaveLength(3);
});

test('what is excluded is no drift', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, 'CREATE TABLE legacy_orders (id serial PRIMARY KEY)');
  const exclude = ['public.legacy_*'];
  expect(lines(await verify({ ...options, exclude }))).toEqual([]);
  expect(await up({ ...options, exclude })).toMatchObject({ toVersion: '1.1.0' });
});

test('up refuses to call a version done that is not what was recorded of it', async () => {
  using folder = await releasedFolder();
  folder.write('1.1.0/003_companies/up.sql', 'CREATE TABLE company (name varchar(20))');
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
    message:
      'The database is not what 1.1.0 says.\n  column public.company.name: type expected text, is character varying(20)',
    why: expect.stringContaining('are applied'),
  });
});

test('a version without a snapshot is not looked at, and status says so', async () => {
  using folder = await releasedFolder();
  folder.remove('1.0.0/structure.json');
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, 'CREATE VIEW extra AS SELECT 1 AS one');
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', hasSnapshot: false });
  await expect(verify(options)).rejects.toMatchObject({ code: 'MIGRATION_SNAPSHOT_MISSING' });
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
    meta: { version: '1.1.0' },
  });
  expect(await status(options)).toMatchObject({ currentVersion: '1.1.0', hasSnapshot: true });
});

test('between two versions there is nothing to compare with', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(verify(options)).rejects.toMatchObject({ code: 'MIGRATION_VERSION_INCOMPLETE' });
  folder.write('1.1.0/004_wrong/up.sql', 'SELECT nonsense');
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  for (const check of [verify, snapshot]) {
    await expect(check(options)).rejects.toMatchObject({
      code: 'MIGRATION_VERSION_INCOMPLETE',
      message: expect.stringContaining('1.1.0/003_companies'),
    });
  }
  folder.write('1.1.0/004_wrong/up.sql', 'SELECT 1');
  expect(await up(options)).toMatchObject({ toVersion: '1.1.0' });
});

test('what a failed migration without a transaction left done is no drift to its next attempt', async () => {
  using folder = await releasedFolder();
  const script = '-- migrator: no-transaction\nCREATE TABLE company (name text);\n';
  folder.write('1.1.0/003_companies/up.sql', `${script}SELECT nonsense`);
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  folder.write('1.1.0/003_companies/up.sql', script);
  expect(await up(options)).toMatchObject({ toVersion: '1.1.0' });
});

test('a snapshot that is there already is kept, and has to agree', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  expect(await snapshot(options)).toMatchObject({ version: '1.1.0', path: '1.1.0/structure.json' });
  await query(database.connectionString, 'CREATE TYPE mood AS ENUM ()');
  await expect(snapshot(options)).rejects.toMatchObject({ code: 'MIGRATION_DRIFT' });

  folder.write('1.1.0/structure.json', '{"kind":"databaseStructure","formatVersion":2}');
  await expect(verify(options)).rejects.toMatchObject({ code: 'MIGRATION_SNAPSHOT_INVALID' });
});

test('snapshots can be given where there is no folder', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = {
    connection: database.connectionString,
    migrations: await readMigrations(folder.path),
  };
  await up(options);
  await expect(verify(options)).rejects.toMatchObject({ code: 'MIGRATION_SNAPSHOT_MISSING' });
  const recorded = await snapshot({ ...options, migrations: folder.path });
  const snapshots = new Map([[recorded.version, recorded.structure]]);
  expect(lines(await verify({ ...options, snapshots }))).toEqual([]);
});

test('a rollout over several databases looks for drift in each', async () => {
  using folder = await releasedFolder();
  await using good = await createTestDatabase();
  await using drifted = await createTestDatabase();
  for (const { connectionString: connection } of [good, drifted]) {
    await up({ connection, migrations: folder.path, to: '1.0.0' });
  }
  await query(drifted.connectionString, 'ALTER TABLE product ADD price money');
  const outcomes = await upAll({
    environments: [
      { name: 'good', connection: good.connectionString },
      { name: 'drifted', connection: drifted.connectionString },
    ],
    migrations: folder.path,
  });
  expect(outcomes).toMatchObject([
    { environment: 'good', kind: 'moved' },
    { environment: 'drifted', kind: 'failed', error: { code: 'MIGRATION_DRIFT' } },
  ]);
  expect(await tables(drifted.connectionString)).toEqual(['product', 'review']);
});

test('what was accepted is no drift, for verify and for up, and anything else is', async () => {
  using folder = await releasedFolder();
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, 'ALTER TABLE product ADD price money');
  const { differences } = await verify(options);
  folder.write(
    ACCEPTED_FILE,
    acceptedText(differences.map((one) => acceptedDifference(one, 'A column of the shop.'))),
  );
  expect(lines(await verify(options))).toEqual([]);
  await query(database.connectionString, 'ALTER TABLE product ALTER price TYPE text');
  expect(lines(await verify(options))).toEqual([
    'column public.product.price: not expected, is there (text)',
  ]);
  await query(database.connectionString, 'ALTER TABLE product ALTER price TYPE money USING NULL');
  await up(options);
  expect(lines(await verify(options))).toEqual([]);
});

test('a structure of an earlier migrator is compared as far as it goes, and what is out of force is told', async () => {
  using folder = await releasedFolder();
  const path = join(folder.path, '1.0.0/structure.json');
  const text = readFileSync(path, 'utf8');
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(
    database.connectionString,
    `CREATE EXTENSION citext; CREATE TYPE place AS (x int); CREATE RULE kept AS ON DELETE TO product DO INSTEAD NOTHING;
     ALTER TABLE review DISABLE TRIGGER ALL; GRANT SELECT ON product TO PUBLIC`,
  );
  const disabled = 'table public.review: triggers expected none, is review_product_id_fkey: never';
  expect(lines(await verify(options))).toEqual([
    disabled,
    'extension citext: not expected, is there',
    'composite type public.place: not expected, is there',
    'rule public.product.kept: not expected, is there (CREATE RULE kept AS ON DELETE TO public.product DO INSTEAD NOTHING;)',
  ]);
  expect(lines(await verify({ ...options, rights: true }))).toContain(
    'rights public.product: not expected, is there (PUBLIC: SELECT)',
  );
  expect(lines(await verify({ ...options, exclude: ['citext', 'public.place'] }))).toHaveLength(2);
  folder.write('1.0.0/structure.json', text.replace('"formatVersion": 2', '"formatVersion": 1'));
  expect(lines(await verify({ ...options, rights: true }))).toEqual([disabled]);
});
