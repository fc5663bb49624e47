import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { explain, history, plan, planAsSql, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const LOG = (what: string): string =>
  `INSERT INTO public.log (what, sender) VALUES ('${what}', current_setting('app.sender', true));`;

test('hooks run around the run and around each migration, in its transaction, and never where nothing is to do', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  await query(connection, 'CREATE TABLE log (id serial, what text, sender text)');
  using folder = migrationFolder({
    'hooks/before-all.sql': `-- migrator: no-transaction\nSET app.sender = 'all';\n${LOG('before all')}\nVACUUM log;`,
    'hooks/before-each.sql': `SET LOCAL app.sender = 'each'; ${LOG('before each')}`,
    'hooks/after-each.sql': LOG('after each'),
    'hooks/after-all.sql': LOG('after all'),
    '1.0.0/001_one/up.sql': LOG('one'),
    '1.0.0/002_two/up.sql': LOG('two'),
    '1.0.0/003_alone/up.sql': `-- migrator: no-transaction\n${LOG('alone')}`,
  });
  const options = { connection, migrations: folder.path, allowNonEmpty: true };
  expect(await explain({ ...options, direction: 'up' })).toMatchObject({
    hooks: expect.arrayContaining(['hooks/before-all.sql', 'hooks/after-each.sql']),
  });
  const script = await planAsSql({ ...options, direction: 'up' });
  expect(script.match(/before each/g)).toHaveLength(3);
  await up(options);
  const logged = await query(connection, 'SELECT what, sender FROM log ORDER BY id');
  expect(logged.map(({ what, sender }) => `${what}: ${sender ?? ''}`)).toEqual([
    'before all: all',
    ...['before each: each', 'one: each', 'after each: '],
    ...['before each: each', 'two: each', 'after each: '],
    // A script without a transaction has none for SET LOCAL to reach into.
    ...['before each: each', 'alone: ', 'after each: '],
    'after all: ',
  ]);
  expect(await history(options)).toHaveLength(3);
  await up(options);
  expect(await query(connection, 'SELECT count(*)::int AS n FROM log')).toEqual([{ n: 11 }]);
});

test('a hook that fails says where: the migration that it belongs to is rolled back, or nothing ran yet', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    'hooks/before-all.sql': '-- é\n\nSELECT 1/0;',
    '1.0.0/001_one/up.sql': 'CREATE TABLE one (); SELECT 1;',
  });
  const options = { connection, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_HOOK_FAILED',
    message: 'hooks/before-all.sql:3 failed.',
    why: 'division by zero (SQLSTATE 22012)',
  });
  expect(await history(options)).toEqual([]);

  folder.remove('hooks/before-all.sql');
  for (const [name, sql, line] of [
    ['after-each', 'SELECT 1;\nSELECT count(*)\nFROM one HAVING count(*) > 1/0;', 2],
    ['after-each', '\nSELECT nothing;', 2],
    ['after-each', 'SELECT 1;\nSELEC;', 2],
    ['before-each', "SELECT 'é';\n\nSELECT nowhere();", 3],
  ] as const) {
    folder.write(`hooks/${name}.sql`, sql);
    await expect(up(options)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: `1.0.0/001_one/up.sql: up failed in hooks/${name}.sql:${line}.`,
      meta: { hook: `hooks/${name}.sql:${line}` },
    });
    folder.remove(`hooks/${name}.sql`);
  }
  expect((await history(options))[0]?.error).toMatchObject({ hook: 'hooks/before-each.sql:3' });
  folder.write('hooks/before-each.sql', 'SELECT 1; SELECT 2;');
  folder.write('1.0.0/001_one/up.sql', 'CREATE TABLE one ();\nSELECT 1/0;');
  await expect(up(options)).rejects.toMatchObject({
    message: '1.0.0/001_one/up.sql:2: up failed at statement 2 of 2.',
  });
});

test.each([
  ['hooks/before.sql', 'SELECT 1', 'hooks/before.sql is no hook.'],
  ['hooks/after-all.sql', ' ', 'hooks/after-all.sql is empty.'],
  [
    'hooks/before-each.sql',
    '-- migrator: no-transaction\nSELECT 1',
    'has the header no-transaction.',
  ],
  ['hooks/more/before-all.sql', 'SELECT 1', 'hooks/more is a folder.'],
])('%s with %j is refused', async (path, sql, message) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ [path]: sql, '1.0.0/001_one/up.sql': 'CREATE TABLE one ();' });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(plan({ ...options, direction: 'up' })).rejects.toMatchObject({
    code: 'MIGRATION_HOOK_INVALID',
    message: expect.stringContaining(message),
  });
});
