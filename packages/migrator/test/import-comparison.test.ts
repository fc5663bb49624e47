import { readdirSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  formatDifference,
  history,
  type ImportOptions,
  importHistory,
  type StructureDifference,
  status,
  verify,
} from '../src/index.ts';
import { migrationFolder, type TestFolder } from './migration-folder.ts';
import { query } from './query.ts';

/** A database that golang-migrate has brought to its last file, and how to import it. */
async function migrated(
  scripts: readonly string[],
  target: TestFolder,
): Promise<TestDatabase & { readonly options: ImportOptions; readonly source: TestFolder }> {
  const database = await createTestDatabase();
  const source = migrationFolder(
    Object.fromEntries(scripts.map((sql, index) => [`${index + 1}_step.up.sql`, sql])),
  );
  const connection = database.connectionString;
  for (const sql of scripts) await query(connection, sql);
  await query(
    connection,
    `CREATE TABLE schema_migrations (version bigint, dirty boolean);
     INSERT INTO schema_migrations VALUES (${scripts.length}, false)`,
  );
  const at = { connection, source: source.path, migrations: target.path };
  return {
    ...database,
    source,
    options: { ...at, tool: 'golang-migrate' },
    [Symbol.asyncDispose]: async () => {
      source[Symbol.dispose]();
      await database.drop();
    },
  };
}

const scratchDatabases = (connection: string) =>
  query(connection, `SELECT datname FROM pg_database WHERE datname ~ '^schema_migrator_scratch'`);

/** Other suites import at the same time; theirs go as well. */
const expectNoScratchDatabase = (connection: string) =>
  expect.poll(() => scratchDatabases(connection), { timeout: 10_000 }).toEqual([]);

const isTracked = async (connection: string): Promise<boolean> =>
  (await query(connection, `SELECT FROM pg_namespace WHERE nspname = 'schema_migrations'`)).length >
  0;

test('a database that is not what the migrations make is refused, with both sides of each difference', async () => {
  using target = migrationFolder({});
  await using database = await migrated(
    ['CREATE TABLE a (id integer PRIMARY KEY, name text);', 'CREATE INDEX a_name ON a (name);'],
    target,
  );
  const { options } = database;
  await query(
    options.connection as string,
    'ALTER TABLE a ALTER name SET NOT NULL; DROP INDEX a_name; CREATE TABLE by_hand ();',
  );
  const lines = [
    'table public.by_hand: not expected, is there',
    'column public.a.name: nullable expected true, is false',
    'index public.a_name: expected (CREATE INDEX a_name ON public.a USING btree (name)), is missing',
  ];
  for (const dryRun of [true, false]) {
    const error = await importHistory({ ...options, dryRun }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'MIGRATION_DRIFT',
      fix: expect.stringContaining('--allow-drift'),
    });
    const { differences } = (error as { meta: { differences: StructureDifference[] } }).meta;
    expect(differences.map(formatDifference).sort()).toEqual(lines.toSorted());
  }
  const connection = options.connection as string;
  expect(readdirSync(target.path)).toEqual([]);
  expect(await isTracked(connection)).toBe(false);
  await expectNoScratchDatabase(connection);

  const allowed = await importHistory({ ...options, allowDrift: true, exclude: ['*.by_hand'] });
  expect(allowed).toMatchObject({ snapshot: null, differences: [{}, {}] });
  const at = { connection, migrations: target.path };
  expect(await status(at)).toMatchObject({ currentVersion: '1.0.0', hasSnapshot: false });
  expect((await history(at))[0]).toMatchObject({
    note: 'golang-migrate: 2_step.up.sql, compared, differences allowed: 2',
  });
});

test('what cannot be in a transaction, roles, rights and new enum values do not stand in the way', async () => {
  using target = migrationFolder({});
  const role = `role_${Date.now()}`;
  await using database = await migrated(
    [
      `CREATE ROLE ${role}; CREATE SCHEMA shop; CREATE TABLE shop.a (id integer); GRANT SELECT ON shop.a TO ${role};`,
      'CREATE INDEX CONCURRENTLY a_id ON shop.a (id);',
      'VACUUM shop.a;',
      `CREATE TYPE shop.mood AS ENUM ('sad');`,
      `ALTER TYPE shop.mood ADD VALUE 'happy';`,
      `SET search_path = shop; ALTER TABLE a ADD mood mood DEFAULT 'happy'; COMMENT ON TABLE a IS 'not there: a';`,
      'CREATE TABLE unqualified ();',
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF; END $$;`,
    ],
    target,
  );
  const connection = database.connectionString;
  // Gone since: the rights of it in the second run have nobody to go to, and what the script makes is rolled back.
  await query(connection, `DROP OWNED BY ${role}; DROP ROLE ${role};`);
  const result = await importHistory(database.options);
  expect(result).toMatchObject({ differences: [], snapshot: '1.0.0/structure.json' });
  expect(await query(connection, `SELECT FROM pg_roles WHERE rolname = '${role}'`)).toEqual([]);
  await expectNoScratchDatabase(connection);
  expect(target.read('1.0.0/structure.json')).toContain('public.unqualified');
  const at = { connection, migrations: target.path };
  expect(await verify(at)).toMatchObject({ version: '1.0.0', differences: [] });
  expect((await history(at))[0]?.note).toMatch(/, compared: it makes what the database is$/);
});

test('names without a schema are made where the connection looks for them', async () => {
  using target = migrationFolder({});
  await using database = await migrated([], target);
  const connection = new URL(database.connectionString);
  await query(
    connection.href,
    `CREATE SCHEMA app; ALTER DATABASE ${database.name} SET search_path = app`,
  );
  await query(
    connection.href,
    `CREATE TABLE a (); CREATE TABLE schema_migrations (version bigint, dirty boolean);
     INSERT INTO schema_migrations VALUES (1, false)`,
  );
  database.source.write('1_a.up.sql', 'CREATE TABLE a ();');
  expect(await importHistory(database.options)).toMatchObject({ differences: [] });
});

test('where nothing is applied yet there is nothing to keep a structure of', async () => {
  using target = migrationFolder({});
  await using database = await migrated([], target);
  database.source.write('1_a.up.sql', 'CREATE TABLE a ();');
  await query(database.connectionString, 'TRUNCATE schema_migrations');
  expect(await importHistory(database.options)).toMatchObject({
    differences: [],
    snapshot: null,
    migrations: [{ migration: '001_a', version: '1.1.0', applied: false }],
  });
});

test('a script that does not run on an empty database is named with its line', async () => {
  using target = migrationFolder({});
  await using database = await migrated([], target);
  const connection = database.connectionString;
  database.source.write(
    '1_a.up.sql',
    'CREATE TABLE a ();\n\nALTER TABLE made_by_hand ADD id integer;',
  );
  await query(connection, 'UPDATE schema_migrations SET version = 1; CREATE TABLE a ();');
  await expect(importHistory(database.options)).rejects.toMatchObject({
    code: 'MIGRATION_IMPORT_NOT_COMPARED',
    message: expect.stringContaining('1.0.0/001_a/up.sql:3 does not run on an empty database'),
    why: 'relation "made_by_hand" does not exist (SQLSTATE 42P01)',
  });
  await expectNoScratchDatabase(connection);
});

test('without the right to create a database: refused, or on another server, or not compared and said so', async () => {
  using target = migrationFolder({});
  await using database = await migrated(['CREATE TABLE a ();'], target);
  const url = new URL(database.connectionString);
  const role = `role_${database.name}`;
  await query(
    url.href,
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT CREATE ON DATABASE ${database.name} TO ${role};
     GRANT SELECT ON schema_migrations TO ${role}`,
  );
  try {
    const connection = Object.assign(new URL(url), { username: role, password: 'x' }).href;
    const options = { ...database.options, connection };
    await expect(importHistory(options)).rejects.toMatchObject({
      code: 'MIGRATION_IMPORT_NOT_COMPARED',
      why: expect.stringContaining('permission denied to create database'),
      fix: expect.stringMatching(/CREATEDB.*--scratch-url.*--no-compare/),
    });
    expect(await isTracked(url.href)).toBe(false);
    const there = await importHistory({ ...options, dryRun: true, scratchUrl: url.href });
    expect(there.differences).toEqual([]);
    expect(await importHistory({ ...options, compare: false })).toMatchObject({
      differences: null,
      snapshot: null,
    });
    const at = { connection, migrations: target.path };
    expect((await history(at))[0]?.note).toMatch(/, not compared with the database$/);
  } finally {
    await query(url.href, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test('the scratch database of a run that was killed is dropped by the next one', async () => {
  using target = migrationFolder({});
  await using database = await migrated(['CREATE TABLE a ();'], target);
  const connection = database.connectionString;
  const dead = 'schema_migrator_scratch_1700000000000_0123abcd';
  const fresh = `schema_migrator_scratch_${Date.now()}_0123abcd`;
  await query(connection, `CREATE DATABASE ${dead}`);
  await query(connection, `CREATE DATABASE ${fresh}`);
  try {
    await importHistory(database.options);
    const left = (await scratchDatabases(connection)).map(({ datname }) => datname);
    expect(left).toContain(fresh);
    expect(left).not.toContain(dead);
  } finally {
    await query(connection, `DROP DATABASE IF EXISTS ${dead}`);
    await query(connection, `DROP DATABASE ${fresh}`);
  }
});
