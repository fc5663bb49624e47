import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  contract,
  down,
  ensureVersion,
  type MigrationEvent,
  retry,
  snapshot,
  squash,
  status,
  up,
  verify,
} from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';
import { THIRD_VERSION, TWO_VERSIONS } from './two-versions.ts';

const NAMES = ['003_expand', '004_fill', '005_prove', '006_bind', '007_open'];

test('an up goes to the open version, and the contract waits while both versions are there', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const { connectionString: connection } = database;
  const at = { connection, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await query(
    connection,
    "INSERT INTO db_1_0_0.reviews SELECT i, 'r' || i, i FROM generate_series(1, 1200) i",
  );
  const { migrations, toVersion } = await up(at);
  expect(migrations.map(({ migration }) => migration)).toEqual(NAMES);
  expect(toVersion).toBe('2.0.0');

  // Each version reads what the other writes.
  await query(connection, 'UPDATE db_2_0_0.reviews SET helpful = 5000000000 WHERE id = 1');
  await query(connection, 'UPDATE db_1_0_0.reviews SET helpful = helpful + 1 WHERE id = 2');
  await query(connection, "INSERT INTO db_1_0_0.reviews (id, reviewer) VALUES (1201, 'ann')");
  const read = (schema: string) =>
    query(
      connection,
      `SELECT id, helpful FROM ${schema}.reviews WHERE id IN (1, 2, 1201) ORDER BY 1`,
    );
  expect(await read('db_1_0_0')).toEqual([
    { id: 1, helpful: 2147483647 },
    { id: 2, helpful: 3 },
    { id: 1201, helpful: 0 },
  ]);
  expect(await read('db_2_0_0')).toEqual([
    { id: 1, helpful: '5000000000' },
    { id: 2, helpful: '3' },
    { id: 1201, helpful: '0' },
  ]);

  const found = await status(at);
  expect(found).toMatchObject({
    currentVersion: '2.0.0',
    pending: [],
    waiting: ['008_contract'],
    problems: [],
  });
  expect(found.migrations.at(-1)).toMatchObject({ migration: '008_contract', status: 'waiting' });
  expect((await up(at)).migrations).toEqual([]);
  const current = 'SELECT version FROM schema_migrations.current_version';
  expect(await query(connection, current)).toEqual([{ version: '2.0.0' }]);

  // A contract that waits is no gap for a later version, whose own contracts take its place; and a down goes past it.
  for (const [file, text] of Object.entries(THIRD_VERSION)) folder.write(file, text);
  expect((await up(at)).toVersion).toBe('3.0.0');
  expect(await status(at)).toMatchObject({
    currentVersion: '3.0.0',
    pending: [],
    waiting: ['011_contract', '012_contract'],
    problems: [],
  });
  expect((await status(at)).migrations[7]).toMatchObject({
    migration: '008_contract',
    status: 'replaced',
  });
  // Nor is it anything that a service of the version before waits for.
  expect(await ensureVersion({ ...at, version: '2.0.0' })).toBe(false);
  await down({ ...at, to: '1.0.0', allowDataLoss: true });
  expect((await status(at)).currentVersion).toBe('1.0.0');
  expect(await query(connection, 'SELECT helpful FROM db_1_0_0.reviews WHERE id = 1')).toEqual([
    { helpful: 2147483647 },
  ]);
});

test('a new database goes straight through, and what a contract has to change in another is no drift', async () => {
  await using fresh = await createTestDatabase();
  await using live = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const migrations = folder.path;
  const { migrations: ran } = await up({ connection: fresh.connectionString, migrations });
  expect(ran.map(({ migration }) => migration).slice(2)).toEqual([...NAMES, '008_contract']);
  await snapshot({ connection: fresh.connectionString, migrations });

  const at = { connection: live.connectionString, migrations };
  await up({ ...at, to: '1.0.0' });
  await up(at);
  expect(await verify(at)).toMatchObject({ version: '2.0.0', differences: [] });
  await expect(snapshot(at)).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_INCOMPLETE',
    meta: { contracts: ['008_contract'] },
  });
  await query(live.connectionString, 'CREATE TABLE by_hand ()');
  expect((await verify(at)).differences).toMatchObject([
    { kind: 'unexpected', actual: { name: 'public.by_hand' } },
  ]);

  // What keeps the versions together is looked after, too.
  await query(
    live.connectionString,
    `DROP TABLE by_hand; DROP TRIGGER "!2helpful.up" ON reviews; DROP VIEW db_1_0_0.reviews`,
  );
  expect((await verify(at)).differences).toMatchObject([
    { kind: 'missing', expected: { kind: 'view', name: 'db_1_0_0.reviews' } },
    { kind: 'missing', expected: { kind: 'trigger', name: 'public.reviews."!2helpful.up"' } },
  ]);
  await expect(contract({ ...at, version: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
  });
});

test('a value that a version gave to an enum is no drift when the version is taken back', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TYPE "Mood" AS ENUM ('calm'); CREATE TABLE pets (mood "Mood")`,
    '2.0.0/002_values/up.sql': `-- migrator: phase = expand
ALTER TYPE "public"."Mood" ADD VALUE IF NOT EXISTS 'it''s fine' BEFORE 'calm';
`,
    '2.0.0/002_values/down.sql': 'SELECT 1;\n',
  });
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await snapshot(at);
  await up(at);
  await down({ ...at, to: '1.0.0' });
  expect(await verify(at)).toMatchObject({ version: '1.0.0', differences: [] });
  await up(at);
  await down({ ...at, to: '1.0.0' });
  await query(at.connection, `ALTER TYPE "Mood" ADD VALUE 'other'`);
  expect((await verify(at)).differences).toHaveLength(1);
});

test('a migration behind a contract that waits is retried', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await up(at);
  folder.write('3.0.0/009_wrong/up.sql', 'SELECT 1 / 0;');
  await expect(up(at)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  folder.write('3.0.0/009_wrong/up.sql', 'SELECT 1;');
  expect((await retry(at)).migrations).toMatchObject([{ migration: '009_wrong' }]);
});

test('a new database skips the contracts that later ones replace, and ends as one that has ended version by version', async () => {
  await using fresh = await createTestDatabase();
  await using live = await createTestDatabase();
  using folder = migrationFolder({ ...TWO_VERSIONS, ...THIRD_VERSION });
  const migrations = folder.path;
  const ran = (await up({ connection: fresh.connectionString, migrations })).migrations;
  expect(ran.map(({ migration }) => migration).slice(-5)).toEqual([
    '007_open',
    '009_expand',
    '010_open',
    '011_contract',
    '012_contract',
  ]);
  await snapshot({ connection: fresh.connectionString, migrations });

  const at = { connection: live.connectionString, migrations };
  for (const to of ['1.0.0', '2.0.0', '3.0.0']) await up({ ...at, to });
  expect((await verify(at)).differences).toEqual([]);
  const first = await contract({ ...at, version: '1.0.0' });
  expect(first.migrations).toMatchObject([{ migration: '011_contract' }]);
  await query(at.connection, 'INSERT INTO db_2_0_0.reviews (id, helpful) VALUES (1, 5000000000)');
  const second = await contract({ ...at, version: '2.0.0' });
  expect(second.migrations).toMatchObject([{ migration: '012_contract' }]);
  expect(await query(at.connection, 'SELECT helpful FROM db_3_0_0.reviews')).toEqual([
    { helpful: '5000000000' },
  ]);
  expect((await status(at)).waiting).toBeUndefined();
  expect((await verify(at)).differences).toEqual([]);

  await using squashed = await createTestDatabase();
  await squash({ ...at, version: '3.0.0' });
  const at3 = { connection: squashed.connectionString, migrations };
  expect((await up(at3)).migrations).toMatchObject([{ migration: '012_contract' }]);
  expect((await verify(at3)).differences).toEqual([]);
  expect((await status(at3)).currentVersion).toBe('3.0.0');
});

test('a version that was made where another one had ended waits for that, and what ends together is not ended alone', async () => {
  await using database = await createTestDatabase();
  const { '3.0.0/011_contract/up.sql': _, ...third } = THIRD_VERSION;
  using folder = migrationFolder({ ...TWO_VERSIONS, ...third });
  const at = { connection: database.connectionString, migrations: folder.path };
  for (const to of ['1.0.0', '2.0.0']) await up({ ...at, to });
  await expect(up(at)).rejects.toMatchObject({
    code: 'MIGRATION_CONTRACT_WAITS',
    meta: { contract: '2.0.0/008_contract', version: '3.0.0' },
  });
  folder.write('3.0.0/012_contract/up.sql', '-- migrator: phase = contract\nSELECT 1;');
  await up(at);
  await expect(contract({ ...at, version: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NEEDED',
    meta: { contract: '3.0.0/012_contract' },
  });
});

test('a version that was made where another one was alive is refused where that has ended', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ ...TWO_VERSIONS, ...THIRD_VERSION });
  const at = { connection: database.connectionString, migrations: folder.path };
  for (const to of ['1.0.0', '2.0.0']) await up({ ...at, to });
  await contract({ ...at, version: '1.0.0' });
  await expect(up(at)).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_ENDED',
    fix: expect.stringContaining('down --to 1.0.0'),
    meta: { contract: '2.0.0/008_contract', ended: '1.0.0', version: '3.0.0' },
  });
});

test('a fill ends where the table ended as it began, however many rows come meanwhile', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE product (id integer PRIMARY KEY, price integer DEFAULT 7);
INSERT INTO product SELECT generate_series(1, 1200), NULL;
-- Stands for clients that insert: one row more with every batch.
CREATE FUNCTION one_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO product SELECT max(id) + 1 FROM product; RETURN NULL;
END $$;
CREATE TRIGGER meanwhile AFTER UPDATE ON product FOR EACH STATEMENT EXECUTE FUNCTION one_more();`,
    '1.1.0/002_fill/up.sql': `-- migrator: phase = fill
-- migrator: batches = product by id
UPDATE product SET price = 7 WHERE id BETWEEN {from} AND {to} AND price IS NULL;`,
  });
  const at = { connection: database.connectionString, migrations: folder.path };
  let passed = 0;
  const onEvent = (event: MigrationEvent): void => {
    if (event.kind === 'batchApplied') passed = event.rowsPassed;
  };
  await up({ ...at, onEvent });
  expect(passed).toBe(1200);
  const left = 'SELECT count(*)::int AS rows FROM product WHERE price IS NULL';
  expect(await query(at.connection, left)).toEqual([{ rows: 0 }]);
});
