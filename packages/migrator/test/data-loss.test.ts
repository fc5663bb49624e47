import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, explain, type MigrationEvent, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

const FILES = {
  '1.0.0/001_init/up.sql':
    'CREATE TABLE "Product" (id integer); INSERT INTO "Product" VALUES (1), (2);',
  '1.0.0/001_init/down.sql': 'DROP TABLE "Product";',
  '1.1.0/002_name/up.sql': `ALTER TABLE "Product" ADD name text, ADD note text; CREATE INDEX by_name ON "Product" (name);`,
  '1.1.0/002_name/down.sql':
    'DROP INDEX by_name; ALTER TABLE "Product" DROP COLUMN name, DROP IF EXISTS note CASCADE;',
  '1.2.0/003_view/up.sql': 'CREATE VIEW names AS SELECT name FROM "Product";',
  '1.2.0/003_view/down.sql': 'DROP VIEW names;',
};

test('a down that loses nothing goes; one that does is refused with the count until it is allowed', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await query(database.connectionString, `UPDATE "Product" SET name = 'x' WHERE id = 1`);
  await down({ ...options, to: '1.1.0' });

  const losses = [
    { kind: 'column', table: '"Product"', column: 'name', migration: '002_name', count: 1 },
    { kind: 'column', table: '"Product"', column: 'note', migration: '002_name', count: 0 },
    { kind: 'table', table: '"Product"', migration: '001_init', count: 2 },
  ];
  await expect(down({ ...options, to: 'none' })).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
    why: 'It would lose 1 value of "Product".name, 0 values of "Product".note, 2 rows of "Product".',
    meta: { losses },
  });
  expect(await tables(database.connectionString)).toEqual(['Product']);
  const report = await explain({ ...options, direction: 'down', to: 'none' });
  expect(report).toMatchObject({ losses, steps: [{ rollback: 'lossy' }, { rollback: 'lossy' }] });

  const events: MigrationEvent[] = [];
  const onEvent = (event: MigrationEvent) => events.push(event);
  await down({ ...options, to: 'none', allowDataLoss: true, onEvent });
  expect(events).toContainEqual({ kind: 'dataLoss', losses });
  expect(await tables(database.connectionString)).toEqual([]);
});

test('the header decides of what cannot be counted; impossible is refused before anything starts', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FILES,
    '1.0.0/001_init/down.sql': '-- migrator: rollback = impossible\nDROP TABLE "Product";',
    '1.1.0/002_name/down.sql':
      '-- migrator: rollback = instant\nUPDATE "Product" SET id = id WHERE id < 0; DROP INDEX by_name;',
    '1.2.0/003_view/down.sql':
      '-- migrator: rollback = instant\nDROP VIEW names; ALTER TABLE "Product" DROP note;',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await expect(down({ ...options, to: 'none', allowDataLoss: true })).rejects.toMatchObject({
    code: 'MIGRATION_IRREVERSIBLE',
    why: expect.stringContaining('rollback = impossible'),
  });
  // That a column goes it cannot talk away.
  await expect(down({ ...options, to: '1.1.0' })).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
    why: 'It would lose 0 values of "Product".note.',
  });
  await down({ ...options, to: '1.1.0', allowDataLoss: true });
  await down({ ...options, to: '1.0.0' });
  folder.write('2.0.0/004_up/up.sql', '-- migrator: rollback = lossy\nSELECT 1;');
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_HEADER_INVALID' });
});

test.each([
  ['UPDATE product SET name = NULL', 'UPDATE product SET name = NULL'],
  ['DELETE FROM product\n WHERE id > 1', 'DELETE FROM product WHERE id > 1'],
  ['DO $$ BEGIN DELETE FROM product; END $$', 'DO $$ BEGIN DELETE FROM product; END $$'],
  [
    'ALTER TABLE product ALTER name TYPE integer USING 0',
    'ALTER TABLE product ALTER name TYPE integer USING 0',
  ],
  ['SELECT wipe()', 'SELECT wipe()'],
])('%s: what it removes nobody can count, so it takes leave', async (sql, shown) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE product (id integer, name text); INSERT INTO product VALUES (1, 'x'), (2, 'y');
      CREATE FUNCTION wipe() RETURNS void LANGUAGE sql AS 'DELETE FROM product';`,
    '1.0.0/002_next/up.sql': 'SELECT 1;',
    '1.0.0/002_next/down.sql': `-- A remark.\n${sql};`,
    '2.0.0/003_last/up.sql': 'SELECT 1;',
    '2.0.0/003_last/down.sql': sql,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  const loss = {
    kind: 'statement',
    migration: '003_last',
    path: '2.0.0/003_last/down.sql',
    line: 1,
    statement: shown,
  };
  const goal = { direction: 'down', to: '1.0.0' } as const;
  const report = await explain({ ...options, ...goal });
  expect(report).toMatchObject({ losses: [loss], steps: [{ rollback: 'lossy' }] });
  await expect(down({ ...options, to: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
    why: `It would lose what ${shown} (2.0.0/003_last/down.sql:1) does, which cannot be counted.`,
    fix: expect.stringContaining('--allow-data-loss'),
    meta: { losses: [loss] },
  });
  const rows = 'SELECT id, name FROM product ORDER BY id';
  expect(await query(database.connectionString, rows)).toEqual([
    { id: 1, name: 'x' },
    { id: 2, name: 'y' },
  ]);
  const { migrations } = await down({ ...options, to: '1.0.0', allowDataLoss: true });
  expect(migrations).toHaveLength(1);
});

const EVERYTHING = `
  CREATE SCHEMA app;
  CREATE TYPE app.mood AS ENUM ('sad', 'glad');
  CREATE DOMAIN app.label AS text;
  CREATE TABLE app.product (id integer, mood app.mood);
  INSERT INTO app.product VALUES (1, 'sad'), (2, NULL), (3, 'glad');
  CREATE TABLE app.part (id integer) PARTITION BY RANGE (id);
  CREATE TABLE app.part_1 PARTITION OF app.part FOR VALUES FROM (0) TO (10);
  INSERT INTO app.part VALUES (1), (2);
  CREATE TABLE "Order" (id integer, moods app.mood[], label app.label, item app.product);
  INSERT INTO "Order" VALUES (1, '{sad}', 'a', NULL), (2, NULL, 'b', ROW(1, 'sad'));
  CREATE VIEW app.labels AS SELECT label FROM "Order";
  CREATE EXTENSION hstore;
  CREATE TABLE tagged (id integer, tags hstore);
  INSERT INTO tagged VALUES (1, 'a=>1'), (2, NULL);`;

const column = (table: string, name: string, count: number) => ({
  kind: 'column',
  table,
  column: name,
  count,
});

test.each<[string, readonly object[]]>([
  [
    'DROP SCHEMA app CASCADE',
    [
      column('"Order"', 'item', 1),
      column('"Order"', 'label', 2),
      column('"Order"', 'moods', 1),
      { kind: 'table', table: 'app.part', count: 2 },
      { kind: 'table', table: 'app.product', count: 3 },
    ],
  ],
  ['DROP TYPE app.mood CASCADE', [column('"Order"', 'moods', 1), column('app.product', 'mood', 2)]],
  ['DROP DOMAIN app.label CASCADE', [column('"Order"', 'label', 2)]],
  [
    'DROP TABLE app.product CASCADE',
    [column('"Order"', 'item', 1), { kind: 'table', table: 'app.product', count: 3 }],
  ],
  ['DROP TABLE app.part_1', [{ kind: 'table', table: 'app.part_1', count: 2 }]],
  ['DROP TABLE app.part_1 CASCADE', [{ kind: 'table', table: 'app.part_1', count: 2 }]],
  ['DROP EXTENSION hstore CASCADE', [column('tagged', 'tags', 1)]],
  ['DROP VIEW app.labels CASCADE', []],
  ['DROP SCHEMA IF EXISTS nowhere CASCADE', []],
  ['TRUNCATE tagged', [{ kind: 'table', table: 'tagged', count: 2 }]],
  ['DELETE FROM tagged', [{ kind: 'table', table: 'tagged', count: 2 }]],
  [
    'CREATE TABLE copy AS SELECT id FROM tagged; DROP TABLE tagged; ALTER TABLE copy RENAME TO tagged',
    [{ kind: 'table', table: 'tagged', count: 2 }],
  ],
])('%s: all that hangs on it is counted, and goes as told', async (sql, losses) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': EVERYTHING,
    '2.0.0/002_next/up.sql': 'SELECT 1;',
    '2.0.0/002_next/down.sql': sql,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  const refused = await down({ ...options, to: '1.0.0' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'MIGRATION_DATA_LOSS' });
  const found = (refused as { meta: { losses: { migration: string }[] } }).meta.losses;
  expect(found.map(({ migration: _migration, ...loss }) => loss)).toEqual(losses);
  const columns = `SELECT attrelid::regclass || '.' || attname AS name FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped AND relnamespace::regnamespace::text IN ('public', 'app')`;
  const before = await query(database.connectionString, columns);
  await down({ ...options, to: '1.0.0', allowDataLoss: true });
  const after = (await query(database.connectionString, columns)).map(({ name }) => name);
  const gone = before.map(({ name }) => name).filter((name) => !after.includes(name));
  const told = (name: unknown): boolean =>
    found.some((loss) => {
      const { table, column: part } = loss as unknown as { table: string; column?: string };
      return part === undefined ? String(name).startsWith(`${table}`) : name === `${table}.${part}`;
    });
  expect(gone.filter((name) => !told(name))).toEqual([]);
});

test('a down that drops what holds nothing any more goes without leave', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'SELECT 1;',
    '2.0.0/002_mood/up.sql': `CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad'); CREATE VIEW app.one AS SELECT 1 AS one;`,
    '2.0.0/002_mood/down.sql': 'DROP VIEW app.one; DROP TYPE app.mood; DROP SCHEMA app;',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  expect((await down({ ...options, to: '1.0.0' })).migrations).toHaveLength(1);
});
