import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, explain, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

const VIEW = `CREATE OR REPLACE VIEW product_list AS SELECT id, rated(id) AS rating FROM product;`;
const FILES = {
  ...THREE_MIGRATIONS,
  // By its name before what it needs.
  'repeatable/a_list.sql': VIEW,
  'repeatable/b_grants.sql': 'GRANT SELECT ON product_list TO PUBLIC;',
  'repeatable/c_rated.sql': `-- A comment that names product_list is none.
CREATE OR REPLACE FUNCTION rated(id integer) RETURNS bigint LANGUAGE sql
AS $$ SELECT count(*) FROM review r WHERE r.product_id = rated.id $$;`,
};

const names = async (run: Promise<{ repeatables?: readonly string[] }>) =>
  (await run).repeatables ?? [];

test('what changed runs again behind the migrations, with what names it, in one transaction', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const options = { connection: database.connectionString, migrations: folder.path };
  // They are of the highest version: a way to another one has none.
  expect(await names(up({ ...options, to: '1.0.0' }))).toEqual([]);
  expect((await explain({ ...options, direction: 'up' })).repeatables).toMatchObject([
    { name: 'c_rated', reason: 'new', statements: 1 },
    { name: 'a_list', reason: 'new', path: 'repeatable/a_list.sql', sql: VIEW },
    { name: 'b_grants', reason: 'new' },
  ]);
  expect(await names(up(options))).toEqual(['c_rated', 'a_list', 'b_grants']);
  const runs = await query(
    options.connection,
    'SELECT DISTINCT xmin::text, version FROM schema_migrations.repeatable',
  );
  expect(runs).toMatchObject([{ version: '1.1.0' }]);
  expect(await names(up(options))).toEqual([]);
  expect((await status(options)).repeatables).toMatchObject([
    { name: 'c_rated', status: 'applied' },
    { name: 'a_list', status: 'applied' },
    { name: 'b_grants', status: 'applied' },
  ]);

  // It takes its grants along, and they come back.
  folder.write('repeatable/a_list.sql', `DROP VIEW IF EXISTS product_list CASCADE; ${VIEW}`);
  expect((await status(options)).repeatables).toMatchObject([
    { name: 'c_rated', status: 'applied' },
    { name: 'a_list', status: 'pending', reason: 'changed' },
    { name: 'b_grants', status: 'pending', reason: 'dependsOn' },
  ]);
  expect(await names(up(options))).toEqual(['a_list', 'b_grants']);
  const [granted] = await query(
    options.connection,
    `SELECT has_table_privilege('public', 'product_list', 'SELECT') AS yes`,
  );
  expect(granted).toEqual({ yes: true });

  folder.remove('repeatable/b_grants.sql');
  expect((await status(options)).repeatables?.at(-1)).toMatchObject({
    name: 'b_grants',
    status: 'gone',
  });
});

test('a failing one takes the others of its run back, is recorded with its line, and runs again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FILES,
    'repeatable/z_last.sql': '\nSET search_path = nowhere;\nSELECT 1 / 0;',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: 'repeatable/z_last.sql:3: failed at statement 2 of 2.',
    why: 'division by zero (SQLSTATE 22012)',
  });
  expect(await query(options.connection, `SELECT to_regclass('product_list') AS v`)).toEqual([
    { v: null },
  ]);
  const found = await status(options);
  expect(found.currentVersion).toBe('1.1.0');
  expect(found.repeatables?.at(-1)).toMatchObject({
    name: 'z_last',
    status: 'failed',
    lastRun: { error: { line: 3, sqlState: '22012' } },
  });
  folder.write('repeatable/z_last.sql', 'SELECT 1');
  expect(await names(up(options))).toEqual(['c_rated', 'a_list', 'b_grants', 'z_last']);
});

test('views that a migration took along, and those that a down did, come back', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  folder.write(
    '1.2.0/004_wide/up.sql',
    'DROP VIEW IF EXISTS product_list; ALTER TABLE product ALTER id TYPE bigint; DROP FUNCTION IF EXISTS rated;',
  );
  folder.write('1.2.0/004_wide/down.sql', 'DROP FUNCTION rated CASCADE;');
  folder.write(
    'repeatable/c_rated.sql',
    FILES['repeatable/c_rated.sql'].replace('integer', 'bigint'),
  );
  expect(await names(up(options))).toEqual(['c_rated', 'a_list', 'b_grants']);
  await query(options.connection, 'DROP VIEW product_list');
  expect((await status(options)).repeatables?.[1]).toMatchObject({ reason: 'missing' });
  expect(await names(up(options))).toEqual(['a_list', 'b_grants']);

  await down({ ...options, to: '1.1.0', allowDataLoss: true });
  expect((await status(options)).repeatables?.[0]).toMatchObject({ reason: 'afterDown' });
  expect(await names(up(options))).toEqual(['c_rated', 'a_list', 'b_grants']);
});

test('what cannot run again with the others is refused before anything runs', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  const refused = { code: 'MIGRATION_REPEATABLE_INVALID' };
  folder.write('repeatable/a.sql', '-- migrator: no-transaction\nVACUUM;');
  await expect(up(options)).rejects.toMatchObject(refused);
  folder.write('repeatable/a.sql', ' ');
  await expect(up(options)).rejects.toMatchObject(refused);
  folder.remove('repeatable/a.sql');
  folder.write('repeatable/views/a.sql', 'SELECT 1');
  await expect(up(options)).rejects.toMatchObject(refused);
  expect((await status({ ...options, migrations: folder.path }).catch((e) => e)).code).toBe(
    'MIGRATION_REPEATABLE_INVALID',
  );
  folder.remove('repeatable/views');
  folder.write('repeatable/README.md', 'passed over');
  expect((await up(options)).repeatables).toBeUndefined();
});
