import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { down, history, repair, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { makeProgressTables } from './progress-tables.ts';
import { query } from './query.ts';

const TABLES = ['history', 'statement', 'batch', 'begun'];

const FILES = {
  ...THREE_MIGRATIONS,
  '1.2.0/004_alone/up.sql': `-- migrator: no-transaction
INSERT INTO product SELECT generate_series(1, 3); VACUUM product; SELECT 1 / 0;`,
  '1.2.0/005_batches/up.sql':
    '-- migrator: batches = product by id\nUPDATE product SET id = id WHERE id BETWEEN {from} AND {to};',
};
const CORRECTED = FILES['1.2.0/004_alone/up.sql'].replace('1 / 0', '1');

async function tablesOf(connection: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await Promise.all(
    TABLES.map((table) =>
      query(connection, `SELECT json_agg(t) AS rows FROM schema_migrations.${table} t`),
    ),
  );
  return new Map(TABLES.map((table, index) => [table, rows[index]?.[0]?.rows]));
}

test('the rows alone are restored into tables that are there, and the history goes on behind them', async () => {
  await using source = await createTestDatabase();
  await using target = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const options = { connection: source.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  folder.write('1.2.0/004_alone/up.sql', CORRECTED);
  await up(options);
  const tables = await tablesOf(source.connectionString);
  expect([...tables.values()].every((rows) => rows !== null)).toBe(true);

  const copy = { connection: target.connectionString, migrations: folder.path };
  await makeProgressTables(copy.connection);
  await query(
    copy.connection,
    'CREATE TABLE product (id integer PRIMARY KEY); CREATE TABLE review (); CREATE TABLE company (name text);',
  );
  // As pg_dump --data-only writes them; logical replication brings the same rows, and neither a sequence.
  for (const [table, rows] of tables) {
    const values = `json_populate_recordset(NULL::schema_migrations.${table}, '${JSON.stringify(rows).replaceAll("'", "''")}')`;
    const overriding = table === 'history' ? 'OVERRIDING SYSTEM VALUE' : '';
    await query(
      copy.connection,
      `INSERT INTO schema_migrations.${table} ${overriding} SELECT * FROM ${values}`,
    );
  }
  expect(await tablesOf(copy.connection)).toEqual(tables);
  expect((await status(copy)).currentVersion).toBe('1.2.0');

  folder.write('2.0.0/006_next/up.sql', 'CREATE TABLE next ();');
  folder.write('2.0.0/006_next/down.sql', 'DROP TABLE next;');
  await up(copy);
  expect((await history(copy)).map(({ id }) => id)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  await down({ ...copy, to: '1.2.0', allowDataLoss: true });
  // What is over stays as it is.
  const late = `INSERT INTO schema_migrations.batch (history_id, statement, digest, range, batches, rows_passed, rows_changed, size)
    VALUES (1, 1, '', '', 1, 1, 1, 1)`;
  await expect(query(copy.connection, late)).rejects.toThrow('which is over');
});

test('a repair writes behind rows that came by replication, too', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await query(options.connection, `SELECT setval('schema_migrations.history_id_seq', 1, false)`);
  folder.write('1.0.0/001_init/up.sql', `${THREE_MIGRATIONS['1.0.0/001_init/up.sql']}-- edited`);
  const { repaired } = await repair({ ...options, confirm: () => true });
  expect(repaired).toHaveLength(1);
  expect((await history(options))[0]).toMatchObject({ id: 4, action: 'repair' });
});

test('a history that was restored without its comment is ours, and gets it again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(options.connection, 'COMMENT ON SCHEMA schema_migrations IS NULL');
  await up(options);
  const mark = `SELECT obj_description('schema_migrations'::regnamespace) AS mark`;
  expect(await query(options.connection, mark)).toEqual([{ mark: 'schema-migrator 1' }]);

  await query(
    options.connection,
    `DROP SCHEMA schema_migrations CASCADE; CREATE SCHEMA schema_migrations; CREATE TABLE schema_migrations.history (id integer, migration text)`,
  );
  await expect(up({ ...options, allowNonEmpty: true })).rejects.toMatchObject({
    code: 'MIGRATION_TRACKING_UNKNOWN',
  });
});

test('tables that were restored without the functions that keep them get those again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  // As pg_dump --table 'schema_migrations.*' leaves them.
  await query(
    options.connection,
    `DO $$ BEGIN EXECUTE (SELECT string_agg(format('DROP FUNCTION %s CASCADE', oid::regprocedure), ';')
       FROM pg_proc WHERE pronamespace = 'schema_migrations'::regnamespace); END $$;
     DROP VIEW schema_migrations.applied CASCADE; DROP TABLE IF EXISTS schema_migrations.begun`,
  );
  expect((await status(options)).currentVersion).toBe('1.0.0');
  await up(options);
  expect((await history(options)).map(({ migration }) => migration)).toEqual([
    ...['003_companies', '002_reviews', '001_init'],
  ]);
  await expect(query(options.connection, 'DELETE FROM schema_migrations.history')).rejects.toThrow(
    'append-only',
  );
  const view = 'SELECT version FROM schema_migrations.current_version';
  expect(await query(options.connection, view)).toEqual([{ version: '1.1.0' }]);
});

const withOption = (connection: string, setting: string): string => {
  const url = new URL(connection);
  url.searchParams.set('options', `-c ${setting}`);
  return url.href;
};

test('a session that the server ends for its transaction_timeout says so', async () => {
  await using database = await createTestDatabase();
  const known = `SELECT current_setting('transaction_timeout', true) IS NOT NULL AS known`;
  const [found] = await query(database.connectionString, known);
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': 'SELECT pg_sleep(60);' });
  if (!found?.known) return;
  const connection = withOption(database.connectionString, 'transaction_timeout=300');
  await expect(up({ connection, migrations: folder.path })).rejects.toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    why: expect.stringContaining(`the server's transaction_timeout was over`),
    fix: expect.stringContaining('options=-c%20transaction_timeout%3D0'),
    meta: { path: '1.0.0/001_init/up.sql', setting: 'transaction_timeout' },
  });
});

test('so does one that it ends while nothing is asked, for its idle_session_timeout', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': 'ALTER TABLE product ADD name text;' });
  const keeper = new pg.Client({ connectionString: database.connectionString });
  await keeper.connect();
  try {
    await keeper.query('CREATE TABLE product ()');
    await keeper.query('BEGIN; LOCK TABLE product');
    // Between two tries there is a pause that grows.
    const connection = withOption(database.connectionString, 'idle_session_timeout=400');
    const ended = up({
      connection,
      migrations: folder.path,
      allowNonEmpty: true,
      lockTimeoutMs: 20,
    });
    await expect(ended).rejects.toMatchObject({
      code: 'DATABASE_CONNECTION_LOST',
      why: expect.stringContaining(`the server's idle_session_timeout was over`),
      meta: { setting: 'idle_session_timeout' },
    });
  } finally {
    await keeper.end();
  }
});

test('one that an administrator ends says that, too', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'SELECT pg_terminate_backend(pg_backend_pid());',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    why: 'terminating connection due to administrator command',
  });
});
