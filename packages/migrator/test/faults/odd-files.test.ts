import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query } from '../query.ts';

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
    'CREATE TABLE "semi;colon" (); -- the end;',
  ];
  using folder = migrationFolder({ '1.0.0/001_odd/up.sql': lines.join('\r\n') });
  await up({ connection: database.connectionString, migrations: folder.path });
  const rows = await query(database.connectionString, 'SELECT body FROM note');
  expect(rows.map(({ body }) => body)).toEqual([`it's; \\ --;`, `a'; b;`]);
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
}, 120_000);
