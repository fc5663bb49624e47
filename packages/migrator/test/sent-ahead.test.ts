import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { history, migrate, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

// The message behind is at the server already when one fails. A sequence keeps
// what a rolled back transaction took from it, so it tells whether that one ran.
const FIRST = {
  '1.0.0/001_trace/up.sql': `CREATE SEQUENCE trace; CREATE TABLE parent (id integer PRIMARY KEY);
    CREATE TABLE child (id integer REFERENCES parent DEFERRABLE INITIALLY DEFERRED);`,
};

test.each([
  ['cannot be parsed', 'CREATE TABEL broken ();', '42601'],
  ['fails as it runs', 'SELECT 1 / 0;', '22012'],
  ['fails behind a savepoint', 'SAVEPOINT here; SELECT 1 / 0;', '22012'],
  ['fails in its commit', 'INSERT INTO child VALUES (7);', '23503'],
  ['cannot close its row', 'DROP FUNCTION schema_migrations.advance;', '42883'],
])('nothing of the migrations behind one that %s runs', async (_name, sql, sqlState) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FIRST,
    '1.0.0/002_bad/up.sql': sql,
    '1.0.0/003_behind/up.sql': `ROLLBACK TO here; SELECT nextval('trace');`,
    '1.0.0/004_last/up.sql': `SELECT nextval('trace');`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ meta: { migration: '002_bad', sqlState } });
  expect(await query(database.connectionString, 'SELECT is_called FROM trace')).toEqual([
    { is_called: false },
  ]);
  expect(await history(options)).toMatchObject([
    { migration: '002_bad', status: 'failed', error: { sqlState } },
    { migration: '001_trace', status: 'success' },
  ]);

  folder.write('1.0.0/002_bad/up.sql', 'SAVEPOINT here;');
  folder.write('1.0.0/003_behind/up.sql', `SELECT nextval('trace');`);
  await up(options);
  expect(await query(database.connectionString, 'SELECT last_value FROM trace')).toEqual([
    { last_value: '2' },
  ]);
});

test('a migration that waits for a lock does not let the one behind it pass', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FIRST);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  folder.write('1.0.0/002_waits/up.sql', 'ALTER TABLE parent ADD name text;');
  folder.write(
    '1.0.0/003_behind/up.sql',
    `SELECT nextval('trace'); CREATE TABLE behind AS SELECT name FROM parent;`,
  );
  const keeper = new pg.Client({ connectionString: database.connectionString });
  await keeper.connect();
  await keeper.query('BEGIN; LOCK TABLE parent;');
  let retries = 0;
  await up({
    ...options,
    lockTimeoutMs: 50,
    onEvent: ({ kind }) => {
      if (kind === 'migrationRetrying' && ++retries === 1) void keeper.end();
    },
  });
  expect(retries).toBeGreaterThan(0);
  expect(await query(database.connectionString, 'SELECT last_value FROM trace')).toEqual([
    { last_value: '1' },
  ]);
  expect(await tables(database.connectionString)).toContain('behind');
});

test('who stops listening leaves no row running, no transaction open and no lock', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FIRST,
    '1.0.0/002_two/up.sql': 'CREATE TABLE two ();',
    '1.0.0/003_three/up.sql': 'CREATE TABLE three ();',
    '1.0.0/004_four/up.sql': 'CREATE TABLE four ();',
  });
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const options = { connection: client, migrations: folder.path };
    for await (const { kind } of migrate(options, { direction: 'up' })) {
      if (kind === 'migrationApplied') break;
    }
    const found = await history(options);
    const applied = found.filter(({ status }) => status === 'success').map((run) => run.migration);
    const made = await tables(database.connectionString);
    expect(made.includes('two')).toBe(applied.includes('002_two'));
    expect(made).not.toContain('four');
    expect(found.map(({ status }) => status)).not.toContain('running');
    const locks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database =
      (SELECT oid FROM pg_database WHERE datname = current_database())`;
    expect(await query(database.connectionString, locks)).toEqual([]);
    await up(options);
    expect(await tables(database.connectionString)).toEqual(
      expect.arrayContaining(['two', 'three', 'four']),
    );
  } finally {
    await client.end();
  }
});
