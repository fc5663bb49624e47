import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { down, history, readMigrations, repair, retry, status, up } from '../src/index.ts';
import { migrationFolder, type TestFolder } from './migration-folder.ts';
import { makeProgressTables } from './progress-tables.ts';
import { query } from './query.ts';

const HEADER = '-- migrator: no-transaction';
const PATH = '1.0.0/002_steps/up.sql';

/** A script of three, which has failed at its third. */
const INIT = {
  '1.0.0/001_init/up.sql': 'CREATE TABLE counted (n integer); INSERT INTO counted VALUES (0);',
};
const COUNT = 'UPDATE counted SET n = n + 1';
const FAILING = [HEADER, 'CREATE TABLE once ();', `${COUNT};`, 'SELECT 1 / 0;'].join('\n');

async function withFailed(
  work: (
    options: Parameters<typeof up>[0],
    folder: TestFolder,
    connection: string,
  ) => Promise<void>,
  script: string = FAILING,
): Promise<void> {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ ...INIT, [PATH]: script });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await work(options, folder, database.connectionString);
}

const count = async (connection: string) =>
  (await query(connection, 'SELECT n FROM counted'))[0]?.n;

test.each([
  ['at the statement that failed', FAILING.replace('1 / 0', '1')],
  [
    'with a comment, and statements behind',
    `-- Why.\n${FAILING.replace('1 / 0', '1 /* 0 */')}\nSELECT 2;`,
  ],
  ['by taking the rest away', FAILING.replace('SELECT 1 / 0;', '')],
  ['with the line endings of Windows', FAILING.replace('1 / 0', '1').replaceAll('\n', '\r\n')],
])(
  'a script that was corrected %s goes on there, and does nothing twice',
  async (_name, script) => {
    await withFailed(async (options, folder, connection) => {
      folder.write(PATH, script);
      await up(options);
      expect(await count(connection)).toBe(1);
      expect((await status(options)).currentVersion).toBe('1.0.0');
    });
  },
);

test('what several attempts of several texts have done is done', async () => {
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, `${FAILING.replace('1 / 0', '3')}\n${COUNT}; SELECT 4 / 0;`);
    await expect(retry(options)).rejects.toMatchObject({ meta: { statement: 5, line: 5 } });
    folder.write(PATH, `${FAILING.replace('1 / 0', '3')}\n${COUNT}; SELECT 4 / 0 /* still */;`);
    await expect(retry(options)).rejects.toMatchObject({ meta: { statement: 5 } });
    folder.write(PATH, `${FAILING.replace('1 / 0', '3')}\n${COUNT}; SELECT 4;`);
    await retry(options);
    expect(await count(connection)).toBe(2);
  });
});

test.each([
  [
    'is another',
    FAILING.replace('n + 1', 'n + 2'),
    ':3: statement 2 is done, and said something else then.',
  ],
  [
    'has another before it',
    FAILING.replace(COUNT, `SELECT 7; ${COUNT}`),
    ':3: statement 2 is done, and',
  ],
  [
    'has changed its place',
    FAILING.replace(/(CREATE.*)\n(UPDATE.*)\n/, '$2\n$1\n'),
    ':2: statement 1 is done, and',
  ],
  [
    'is gone',
    `${HEADER}\nCREATE TABLE once ();`,
    ': statement 2 is done, and gone from the script.',
  ],
  [
    'is in a transaction now',
    FAILING.replace(HEADER, '--'),
    ': it has begun without a transaction, and is one now.',
  ],
])('where a statement that is done %s, nothing runs', async (_name, script, message) => {
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, script);
    const before = await history(options);
    for (const run of [up, retry]) {
      await expect(run(options)).rejects.toMatchObject({
        code: 'MIGRATION_NOT_RESUMABLE',
        message: expect.stringContaining(PATH + message),
        fix: expect.stringContaining('schema-migrator repair --only failed'),
        meta: { path: PATH, done: 2 },
      });
    }
    expect(await history(options)).toEqual(before);
    expect(await count(connection)).toBe(1);

    // As the fix says: taken back by hand, and settled.
    await query(connection, 'DROP TABLE once; UPDATE counted SET n = 0');
    const { repaired } = await repair({ ...options, only: ['failed'], confirm: () => true });
    expect(repaired).toMatchObject([{ remedy: expect.stringContaining('its first 2 statements') }]);
    folder.write(PATH, FAILING.replace('1 / 0', '1'));
    await up(options);
    expect(await count(connection)).toBe(1);
  });
});

test('a settled run counts what all attempts have done', async () => {
  await withFailed(async (options) => {
    await expect(retry(options)).rejects.toMatchObject({ meta: { statement: 3 } });
    const { found } = await repair({ ...options, confirm: () => false });
    expect(found).toMatchObject([{ remedy: expect.stringContaining('its first 2 statements') }]);
  });
});

test('a down goes on as well', async () => {
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, FAILING.replace('1 / 0', '1'));
    await up(options);
    folder.write('1.0.0/002_steps/down.sql', `${HEADER}\n${COUNT}; SELECT 1 / 0;`);
    folder.write('1.0.0/001_init/down.sql', 'SELECT 1;');
    await expect(down({ ...options, to: 'none', allowDataLoss: true })).rejects.toMatchObject({
      meta: { statement: 2 },
    });
    folder.write('1.0.0/002_steps/down.sql', `${HEADER}\n${COUNT}; SELECT 1;`);
    await down({ ...options, to: 'none', allowDataLoss: true });
    expect(await count(connection)).toBe(2);
  });
});

test('settings of the statements that are done are made again, and nothing else of them', async () => {
  const script = [
    HEADER,
    'CREATE SCHEMA app; CREATE TABLE app.t (x integer); CREATE TABLE public.t (x integer);',
    'SET search_path TO app;',
    `SELECT set_config('app.tenant', 'seven', false);`,
    'PREPARE seven AS INSERT INTO t VALUES (7);',
    "SET client_encoding = 'LATIN1';",
    'SET LOCAL search_path TO public;',
    `${COUNT.replace('counted', 'public.counted')};`,
    'SELECT 1 / 0;',
    'CREATE INDEX CONCURRENTLY t_x ON t (x);',
    'EXECUTE seven;',
    `CREATE TABLE wörter AS SELECT current_setting('app.tenant') AS tenant, 'ü' AS letter;`,
  ].join('\n');
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, script.replace('1 / 0', '1'));
    await up(options);
    expect(await count(connection)).toBe(1);
    const found = `SELECT schemaname FROM pg_indexes WHERE indexname = 't_x'`;
    expect(await query(connection, found)).toEqual([{ schemaname: 'app' }]);
    expect(await query(connection, 'SELECT x FROM app.t')).toEqual([{ x: 7 }]);
    expect(await query(connection, 'SELECT * FROM app.wörter')).toEqual([
      { tenant: 'seven', letter: 'ü' },
    ]);
  }, script);
});

test.each([
  'CREATE TEMP TABLE counted AS SELECT 0 AS n;',
  'CREATE TABLE pg_temp.counted (n integer);',
  'SELECT 0 AS n INTO TEMPORARY counted;',
])('what %s made is gone, and its place is not taken by another', async (temporary) => {
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, `${HEADER}\n${temporary}\nSELECT 1; ${COUNT};`);
    await expect(up(options)).rejects.toMatchObject({
      code: 'MIGRATION_NOT_RESUMABLE',
      message: expect.stringContaining(`${PATH}:2: what statement 1 made was temporary`),
    });
    expect(await count(connection)).toBe(0);
  }, `${HEADER}\n${temporary}\nSELECT 1 / 0; ${COUNT};`);
});

test.each([
  `DO $$ BEGIN PERFORM set_config('search_path', 'app', false); UPDATE public.counted SET n = 3; END $$`,
  'DO $$ BEGIN SET search_path TO app; END $$',
  `DO $$ BEGIN EXECUTE 'SET search_path TO app'; END $$`,
  `SELECT set_config('search_path', 'app', false), pg_notify('a', 'b')`,
])('what %s has set is not forgotten by what is behind it', async (sets) => {
  await withFailed(async (options, folder) => {
    folder.write(PATH, `${HEADER}\n${sets};\nSELECT 1; CREATE TABLE there ();`);
    await expect(up(options)).rejects.toMatchObject({
      code: 'MIGRATION_NOT_RESUMABLE',
      message: expect.stringContaining(`${PATH}:2: what statement 1 has set is gone`),
    });
  }, `${HEADER}\n${sets};\nSELECT 1 / 0; CREATE TABLE there ();`);
});

test('a block that sets nothing, or for its transaction alone, is no reason to stop', async () => {
  const script = `${HEADER}
    DO $$ BEGIN SET LOCAL search_path TO app; PERFORM set_config('my.x', '1', true);
      UPDATE public.counted SET n = n + 1; END $$;
    SELECT 1 / 0;`;
  await withFailed(async (options, folder, connection) => {
    folder.write(PATH, script.replace('1 / 0', '1'));
    await up(options);
    expect(await count(connection)).toBe(1);
  }, script);
});

test('an index that was built and not noted is found in the schema that the script chose', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql':
      'CREATE SCHEMA app; CREATE TABLE app.t (x integer); CREATE TABLE public.t (x integer);',
    [PATH]: `${HEADER}\nSET search_path TO app;\nCREATE INDEX CONCURRENTLY t_x ON t (x);`,
  });
  const options = { connection, migrations: folder.path };
  await up({ ...options, migrations: (await readMigrations(folder.path)).slice(0, 1) });
  const holder = new pg.Client({ connectionString: connection });
  await holder.connect();
  try {
    await makeProgressTables(connection);
    await holder.query('CREATE TABLE gate ()');
    // Holds no snapshot, for which a concurrent build would wait.
    await holder.query('BEGIN; LOCK TABLE gate');
    await query(
      connection,
      `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.statement = 2 THEN LOCK TABLE public.gate; END IF; RETURN NEW; END $$;
       CREATE TRIGGER wait BEFORE INSERT ON schema_migrations.statement
         FOR EACH ROW EXECUTE FUNCTION wait();`,
    );
    const running = expect(up(options)).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
    const end = `SELECT pg_terminate_backend(pid) AS ended FROM pg_locks
      WHERE NOT granted AND relation = 'gate'::regclass`;
    await expect.poll(() => query(connection, end), { timeout: 20_000 }).toEqual([{ ended: true }]);
    await running;
  } finally {
    await holder.end();
  }
  await up(options);
  const runs = await history(options);
  expect(runs.slice(0, 2)).toMatchObject([
    { status: 'success', statementsDone: 2 },
    { status: 'retried', statementsDone: 1, error: { code: 'MIGRATION_INTERRUPTED' } },
  ]);
});

test('tables of an older migrator get the digests, and what it noted counts while the script is the same', async () => {
  const script = FAILING.replace('SELECT 1 / 0', 'SELECT 1 / (n - 1) FROM counted');
  await withFailed(async (options, folder, connection) => {
    await query(
      connection,
      `ALTER TABLE schema_migrations.statement DROP COLUMN digest;
       DROP FUNCTION schema_migrations.advance`,
    );
    expect((await status(options)).migrations[1]?.lastRun).toMatchObject({
      statementsDone: 2,
      statementDigests: [null, null],
    });
    folder.write(PATH, script.replace('n - 1', '1'));
    await expect(up(options)).rejects.toMatchObject({
      code: 'MIGRATION_NOT_RESUMABLE',
      message: expect.stringContaining('an older migrator has not noted what they said'),
    });
    folder.write(PATH, script);
    await query(connection, 'UPDATE counted SET n = 5');
    await up(options);
    expect(await count(connection)).toBe(5);
    const noted = 'SELECT statement, length(digest) AS digest FROM schema_migrations.statement';
    expect(await query(connection, `${noted} ORDER BY 1`)).toEqual([
      { statement: 1, digest: null },
      { statement: 2, digest: null },
      { statement: 3, digest: 64 },
    ]);
  }, script);
});
