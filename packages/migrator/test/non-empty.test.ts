import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  baseline,
  ensureVersion,
  explain,
  history,
  importHistory,
  plan,
  status,
  up,
  upAll,
} from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

const NAMESPACES = `SELECT nspname FROM pg_namespace WHERE nspname LIKE '%migrations'`;

test('a database that holds something is refused before anything is written, with the ways on', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const { connectionString: connection } = database;
  await query(connection, 'CREATE TABLE product (id integer PRIMARY KEY, note text)');
  const options = { connection, migrations: folder.path };
  const refusal = {
    code: 'MIGRATION_DATABASE_NOT_EMPTY',
    message: 'The database is not empty, and has no history in schema_migrations.',
    why: 'It has table public.product. Nothing was applied.',
    fix: expect.stringMatching(
      /schema-migrator import --from prisma .*\n.*schema-migrator baseline --to 1\.1\.0\n.*--exclude 'SCHEMA\.\*'\n.*--allow-non-empty/,
    ),
    meta: { count: 1, objects: [{ kind: 'table', name: 'public.product' }] },
  };
  await expect(up(options)).rejects.toMatchObject(refusal);
  await expect(ensureVersion({ ...options, version: '1.1.0' })).rejects.toMatchObject(refusal);
  await expect(plan({ ...options, direction: 'up' })).rejects.toMatchObject(refusal);
  await expect(explain({ ...options, direction: 'up' })).rejects.toMatchObject(refusal);
  const environments = [{ name: 'a', connection }];
  expect(await upAll({ ...options, environments })).toMatchObject([
    { kind: 'failed', error: refusal },
  ]);
  const inLedger = { ...options, ledgerSchema: 'shop_migrations' };
  await expect(up(inLedger)).rejects.toMatchObject({
    fix: expect.stringContaining('baseline --to 1.1.0 --ledger-schema shop_migrations'),
  });
  expect(await query(connection, NAMESPACES)).toEqual([]);
  expect((await status(options)).pending).toHaveLength(3);

  expect(await baseline({ ...options, version: '1.0.0' })).toMatchObject({ version: '1.0.0' });
  expect((await up(options)).migrations).toMatchObject([{ migration: '003_companies' }]);
});

test.each([
  ['a table elsewhere', 'CREATE SCHEMA app; CREATE TABLE app."Order" ()', 'table app."Order"'],
  ['a view', 'CREATE VIEW one AS SELECT 1 AS one', 'view public.one'],
  ['a stored view', 'CREATE MATERIALIZED VIEW one AS SELECT 1 AS one', 'view public.one'],
  ['a sequence', 'CREATE SEQUENCE counter', 'sequence public.counter'],
  ['an enum', `CREATE TYPE mood AS ENUM ('sad')`, 'type public.mood'],
  ['a composite type', 'CREATE TYPE pair AS (a integer)', 'type public.pair'],
  ['a range', 'CREATE TYPE span AS RANGE (subtype = integer)', 'type public.span'],
  ['a domain', 'CREATE DOMAIN email AS text', 'type public.email'],
  ['a function', `CREATE FUNCTION one() RETURNS integer RETURN 1`, 'function public.one'],
  ['a procedure', 'CREATE PROCEDURE noop() LANGUAGE sql BEGIN ATOMIC END', 'function public.noop'],
  ['a partitioned table', 'CREATE TABLE p (id integer) PARTITION BY LIST (id)', 'table public.p'],
])('%s counts', async (_what, sql, shown) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await query(database.connectionString, sql);
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_DATABASE_NOT_EMPTY',
    why: `It has ${shown}. Nothing was applied.`,
  });
});

test('extensions, empty schemas and the catalog of releases do not count, nor what is excluded', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const { connectionString: connection } = database;
  await query(
    connection,
    `CREATE SCHEMA extensions; CREATE EXTENSION hstore SCHEMA extensions; CREATE EXTENSION pg_stat_statements;
     CREATE SCHEMA app; CREATE SCHEMA schema_catalog; CREATE TABLE schema_catalog.release ();
     CREATE SCHEMA auth; CREATE TABLE auth.users (id serial PRIMARY KEY)`,
  );
  const options = { connection, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ why: expect.stringContaining('auth.users.') });
  expect((await up({ ...options, exclude: ['auth.*'] })).migrations).toHaveLength(3);
  expect((await up(options)).migrations).toEqual([]);
});

test('with leave it begins all the same, and needs no leave after that', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const { connectionString: connection } = database;
  await query(connection, 'CREATE TABLE other ()');
  const options = { connection, migrations: folder.path };
  const goal = { direction: 'up', to: '1.0.0' } as const;
  expect((await explain({ ...options, ...goal, allowNonEmpty: true })).steps).toHaveLength(2);
  await up({ ...options, to: '1.0.0', allowNonEmpty: true });
  await up(options);
  expect(await tables(connection)).toEqual(['company', 'other', 'product', 'review']);
});

test('a history in another place is named', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, ledgerSchema: 'shop_migrations' });
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_DATABASE_NOT_EMPTY',
    fix: expect.stringContaining(
      'If its history is that in shop_migrations: --ledger-schema shop_migrations\n',
    ),
  });
});

test.each([
  ['prisma', 'CREATE TABLE _prisma_migrations ()'],
  ['flyway', 'CREATE TABLE flyway_schema_history ()'],
  ['golang-migrate', 'CREATE TABLE schema_migrations (version bigint, dirty boolean)'],
  ['dbmate', 'CREATE TABLE schema_migrations (version varchar)'],
  ['sqitch', 'CREATE SCHEMA sqitch; CREATE TABLE sqitch.changes ()'],
])('the history of %s is recognised', async (tool, sql) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await query(database.connectionString, sql);
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    fix: expect.stringContaining(
      `If ${tool} has migrated it: schema-migrator import --from ${tool} `,
    ),
    meta: { tools: [tool] },
  });
});

test('two that begin at once: the tables of the first do not stop the second', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  const both = await Promise.all([up(options), up(options)]);
  expect(both.flatMap(({ migrations }) => migrations)).toHaveLength(3);
});

test('a first up that failed is no dead end: it goes on, or the database is adopted', async () => {
  using folder = migrationFolder({
    ...THREE_MIGRATIONS,
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer PRIMARY KEY); SELECT nonsense;',
  });
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  expect(await baseline({ ...options, version: '1.0.0' })).toMatchObject({ version: '1.0.0' });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', problems: [] });
  await up(options);

  await using other = await createTestDatabase();
  const again = { connection: other.connectionString, migrations: folder.path };
  await expect(up(again)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  folder.write('1.0.0/001_init/up.sql', THREE_MIGRATIONS['1.0.0/001_init/up.sql']);
  expect((await up(again)).migrations).toHaveLength(3);
});

test('an import works after a first up that failed', async () => {
  using wrong = migrationFolder({ '1.0.0/001_init/up.sql': 'CREATE TABLE shop ();' });
  using source = migrationFolder({ '20240101_shop.sql': '-- migrate:up\nCREATE TABLE shop ();\n' });
  using target = migrationFolder({});
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  await query(
    connection,
    `CREATE TABLE shop (); CREATE TABLE schema_migrations (version varchar);
     INSERT INTO schema_migrations VALUES ('20240101')`,
  );
  await expect(
    up({ connection, migrations: wrong.path, allowNonEmpty: true }),
  ).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await importHistory({
    connection,
    migrations: target.path,
    tool: 'dbmate',
    source: source.path,
  });
  expect((await history({ connection }))[0]).toMatchObject({ action: 'import', status: 'success' });
});
