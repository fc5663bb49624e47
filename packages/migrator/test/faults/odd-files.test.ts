import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

test('byte order mark, CRLF, dollar quotes, nested comments: the server gets what the file says', async () => {
  await using database = await createTestDatabase();
  const lines = [
    '\ufeff-- migrator: lock-timeout = 10s',
    '/* outer; /* inner; */ still a comment; */',
    'CREATE TABLE note (body text);',
    'CREATE FUNCTION add_note(body text) RETURNS void LANGUAGE plpgsql AS $body$',
    `BEGIN EXECUTE $inner$INSERT INTO note VALUES ($1 || ';')$inner$ USING body; END $body$;`,
    `SELECT add_note('it''s; \\ --');`,
    `SELECT add_note(E'a\\'; b');`,
    "SELECT add_note(E'c' -- it's a comment;",
    "  '\\'; d');",
    'CREATE TABLE "semi;colon" (); -- the end;',
  ];
  using folder = migrationFolder({ '1.0.0/001_odd/up.sql': lines.join('\r\n') });
  await up({ connection: database.connectionString, migrations: folder.path });
  const rows = await query(database.connectionString, 'SELECT body FROM note');
  expect(rows.map(({ body }) => body)).toEqual([`it's; \\ --;`, `a'; b;`, `c'; d;`]);
  expect(await query(database.connectionString, 'SELECT FROM "semi;colon"')).toEqual([]);
});

test('10 MB of inserts in one file, and an error at its end by the right line', async () => {
  await using database = await createTestDatabase();
  const filler = 'x'.repeat(180);
  const rows = 50_000;
  const inserts = Array.from(
    { length: rows },
    (_, i) => `INSERT INTO big VALUES (${i}, '${filler}');`,
  );
  const script = ['CREATE TABLE big (id integer PRIMARY KEY, filler text);', ...inserts];
  using folder = migrationFolder({
    '1.0.0/001_big/up.sql': [...script, 'INSERT INTO big VALUES (0);'].join('\n'),
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    meta: { sqlState: '23505', statement: rows + 2, line: rows + 2 },
  });
  folder.write('1.0.0/001_big/up.sql', script.join('\n'));
  expect(script.join('\n').length).toBeGreaterThan(10_000_000);
  await up(options);
  expect(await query(database.connectionString, 'SELECT count(*)::int AS count FROM big')).toEqual([
    { count: rows },
  ]);
});

test.each([
  ['a psql command', '\\set x 1', 'MIGRATION_PSQL_COMMAND', ':3'],
  ['a psql command behind a statement', 'SELECT 1 \\gset', 'MIGRATION_PSQL_COMMAND', ':3'],
  ['rows from the client', 'COPY first FROM stdin;\n1\n\\.', 'MIGRATION_CLIENT_COPY', ':3'],
  ['rows to the client', 'COPY first TO STDOUT;', 'MIGRATION_CLIENT_COPY', ':3'],
  ['a NUL byte', `SELECT '\0';`, 'MIGRATION_FILE_ENCODING', ''],
  ['bytes that are not UTF-8', Buffer.from([0x2d, 0x2d, 0xe9]), 'MIGRATION_FILE_ENCODING', ''],
  ['a quote that is never closed', `SELECT 'it;`, 'MIGRATION_SQL_UNTERMINATED', ':3'],
  ['a comment that is never closed', '/* /* */', 'MIGRATION_SQL_UNTERMINATED', ':3'],
  ['a commit of its own', 'COMMIT;', 'MIGRATION_TRANSACTION_CONTROL', ':3'],
  [
    'a commit behind a column that is called begin',
    'CREATE FUNCTION f() RETURNS TABLE (begin date) LANGUAGE sql AS $$ SELECT current_date $$; COMMIT;',
    'MIGRATION_TRANSACTION_CONTROL',
    ':3',
  ],
  [
    'a rollback behind a function that is called end, and a CASE in a body',
    'CREATE FUNCTION "end"(begin int) RETURNS int BEGIN ATOMIC SELECT CASE begin WHEN 1 THEN 2 END AS end; END; ROLLBACK;',
    'MIGRATION_TRANSACTION_CONTROL',
    ':3',
  ],
  [
    'an end behind a string that goes on in the next line',
    "SELECT E'it'\n'\\'s' AS s; END; --'",
    'MIGRATION_TRANSACTION_CONTROL',
    ':4',
  ],
  [
    'a concurrent build without its header',
    'CREATE INDEX CONCURRENTLY i ON first (id);',
    'MIGRATION_NEEDS_NO_TRANSACTION',
    ':3',
  ],
])(
  '%s is refused by its line before anything is run, the migration before it included',
  async (_name, third, code, line) => {
    await using database = await createTestDatabase();
    const second = Buffer.concat([Buffer.from('SELECT 1;\n\n'), Buffer.from(third)]);
    using folder = migrationFolder({
      '1.0.0/001_first/up.sql': 'CREATE TABLE first (id integer);',
      '1.0.0/002_odd/up.sql': second,
    });
    const options = { connection: database.connectionString, migrations: folder.path };
    await expect(up(options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`1.0.0/002_odd/up.sql${line}`),
      fix: expect.any(String),
    });
    expect(await tables(database.connectionString)).toEqual([]);
    folder.write('1.0.0/002_odd/up.sql', 'SELECT 1;');
    await up(options);
    expect((await status(options)).currentVersion).toBe('1.0.0');
  },
);

test('a syntax error on the third statement: nothing of it stays, and what came before it does', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_first/up.sql': 'CREATE TABLE first (id integer);',
    '1.0.0/002_bad/up.sql': 'CREATE TABLE a ();\nCREATE TABLE b ();\nCREATE TABEL c ();\n',
    '1.0.0/003_last/up.sql': 'CREATE TABLE last ();',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { migration: '002_bad', sqlState: '42601', statement: 3, line: 3 },
  });
  expect(await tables(database.connectionString)).toEqual(['first']);
  expect((await status(options)).migrations.map((state) => state.status)).toEqual([
    'success',
    'failed',
    'pending',
  ]);
  folder.write('1.0.0/002_bad/up.sql', 'CREATE TABLE a ();');
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['a', 'first', 'last']);
});
