import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

const FIRST = { '1.0.0/001_init/up.sql': 'CREATE TABLE first (id integer PRIMARY KEY);' };

test('the third statement fails: nothing of the migration stays, the row has place and reason, and the corrected file goes through', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    ...FIRST,
    '1.0.0/002_data/up.sql': `-- A 🚀 before the error counts once for PostgreSQL.
CREATE TABLE second (id integer PRIMARY KEY);
INSERT INTO first VALUES (1);

INSERT INTO first
  VALUES (1);
SELECT 'never';`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  const error = {
    code: 'MIGRATION_FAILED',
    sqlState: '23505',
    message: 'duplicate key value violates unique constraint "first_pkey"',
    detail: 'Key (id)=(1) already exists.',
    statement: 3,
    line: 5,
  };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: '1.0.0/002_data/up.sql:5: up failed at statement 3 of 4.',
    meta: { ...error, path: '1.0.0/002_data/up.sql' },
  });
  expect(await tables(database.connectionString)).toEqual(['first']);
  const { currentVersion, migrations } = await status(options);
  expect(currentVersion).toBeNull();
  expect(migrations[1]).toMatchObject({ status: 'failed', applied: false, lastRun: { error } });

  folder.write('1.0.0/002_data/up.sql', 'CREATE TABLE second ();');
  await up(options);
  const { migrations: after } = await status(options);
  expect(after[1]).toMatchObject({ status: 'success', lastRun: { attempt: 2 } });
  expect(await tables(database.connectionString)).toEqual(['first', 'second']);
});

test.each([
  [
    'a syntax error',
    `SELECT '🚀';\nCREATE TABLE a ();\nCREATE TABEL b ();`,
    { sqlState: '42601', statement: 3, line: 3 },
  ],
  [
    'a name that is not there',
    `SELECT '🚀';\nSELECT\n  1, '🚀', nope;`,
    { sqlState: '42703', statement: 2, line: 3 },
  ],
  [
    'an error inside a block',
    `SELECT 1;\n\nDO $$ BEGIN\n  RAISE EXCEPTION 'no' USING HINT = 'try';\nEND $$;`,
    { sqlState: 'P0001', statement: 2, line: 3, hint: 'try' },
  ],
  [
    'a statement that a transaction cannot have',
    `REINDEX (CONCURRENTLY) TABLE first;`,
    { sqlState: '25001', statement: 1, line: 1, hint: expect.stringContaining('no-transaction') },
  ],
  [
    'a procedure that commits',
    `CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO first VALUES (1); COMMIT; END $$;\nCALL p();`,
    { sqlState: '2D000', statement: 2, line: 2, hint: expect.stringContaining('no-transaction') },
  ],
  [
    'a transaction that is made read-only',
    `SET TRANSACTION READ ONLY;\nSELECT 1;`,
    { sqlState: '25006', hint: 'Remove SET TRANSACTION READ ONLY.' },
  ],
  ['an open parenthesis', `SELECT 1;\nSELECT (1`, { sqlState: '42601', statement: 2, line: 2 }],
  [
    'a script that removes the history',
    `DROP SCHEMA schema_migrations CASCADE`,
    { sqlState: '3F000' },
  ],
  [
    'a deferred constraint',
    `ALTER TABLE first ADD parent integer REFERENCES first DEFERRABLE INITIALLY DEFERRED;\nINSERT INTO first VALUES (1, 7);`,
    { sqlState: '23503' },
  ],
])('%s: place and reason are kept', async (_name, sql, expected) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ ...FIRST, '1.0.0/002_bad/up.sql': sql });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: expected,
    fix: expect.stringContaining('Nothing of this migration is in the database.'),
  });
  const rows = await query(
    database.connectionString,
    `SELECT migration, status, error FROM schema_migrations.history ORDER BY id`,
  );
  expect(rows).toMatchObject([
    { migration: '001_init', status: 'success' },
    { migration: '002_bad', status: 'failed', error: expected },
  ]);
  expect(rows[1]?.error).toHaveProperty('statement' in expected ? 'line' : 'sqlState');
  expect(await tables(database.connectionString)).toEqual(['first']);
  expect(await query(database.connectionString, 'SELECT FROM first')).toEqual([]);
});
