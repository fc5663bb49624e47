import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { history, type MigrationEvent, retry, status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { makeProgressTables } from './progress-tables.ts';
import { query, tables } from './query.ts';

const HEADER = '-- migrator: no-transaction\n';

const INIT = `CREATE TABLE filled (id integer);
CREATE TABLE part (id integer) PARTITION BY RANGE (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE INDEX part_id ON part (id);
CREATE TABLE sorted (id integer PRIMARY KEY); CLUSTER sorted USING sorted_pkey;
CREATE SEQUENCE trace;
CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN
  PERFORM nextval('trace');
  INSERT INTO filled VALUES (1); COMMIT; INSERT INTO filled VALUES (2);
END $$;`;

test('what a script without a transaction says runs as psql would run it', async () => {
  await using database = await createTestDatabase();
  const script = `${HEADER}CALL fill();
DO $$ BEGIN INSERT INTO filled VALUES (3); COMMIT; BEGIN CALL fill(); EXCEPTION WHEN OTHERS THEN INSERT INTO filled VALUES (9); END; END $$;
REINDEX TABLE part;
REINDEX (CONCURRENTLY) TABLE filled;
CLUSTER;
CLUSTER sorted;
CREATE TEMP TABLE session_only (); SET work_mem = '7MB';
DISCARD ALL;
CREATE TABLE after_discard AS SELECT current_setting('work_mem') AS memory, to_regclass('pg_temp.session_only') AS made;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
DROP SUBSCRIPTION sub;
VACUUM (FULL off) filled;
ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;
VACUUM FULL;
ANALYZE;`;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': INIT,
    '1.0.0/002_alone/up.sql': script,
    '1.0.0/003_after/up.sql': 'SELECT 1;',
  });
  const { connectionString: connection } = database;
  await up({ connection, migrations: folder.path });
  // A CALL under an EXCEPTION may not commit, in psql either.
  expect(await query(connection, 'SELECT id FROM filled ORDER BY 1')).toEqual(
    [1, 2, 3, 9].map((id) => ({ id })),
  );
  // Once by the first CALL, once by the second: nothing is tried in a transaction before.
  expect(await query(connection, 'SELECT last_value::int FROM trace')).toEqual([{ last_value: 2 }]);
  expect(await query(connection, 'SELECT * FROM after_discard')).toEqual([
    { memory: '4MB', made: null },
  ]);
});

test('a transaction that was prepared elsewhere is committed by a script', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  const [{ allowed }] = (await query(
    connection,
    `SELECT current_setting('max_prepared_transactions')::int > 0 AS allowed`,
  )) as [{ allowed: boolean }];
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': `${HEADER}COMMIT PREPARED 'x';` });
  const options = { connection, migrations: folder.path };
  if (allowed) await query(connection, `BEGIN; CREATE TABLE made (); PREPARE TRANSACTION 'x'`);
  const ended = up({ ...options, allowNonEmpty: true });
  if (allowed) await ended;
  else await expect(ended).rejects.toMatchObject({ meta: { sqlState: '42704' } });
});

test.each(['LOCK TABLE filled', 'DECLARE c CURSOR FOR SELECT 1', 'SAVEPOINT here'])(
  '%s is for a transaction, and there is none',
  async (sql) => {
    await using database = await createTestDatabase();
    using folder = migrationFolder({
      '1.0.0/001_init/up.sql': INIT,
      '1.0.0/002_alone/up.sql': HEADER + sql,
    });
    const ended = up({ connection: database.connectionString, migrations: folder.path });
    await expect(ended).rejects.toMatchObject({ meta: { sqlState: '25P01' } });
  },
);

test('a part that is committed is told, and what was rolled back whole is not called one', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': INIT,
    '1.0.0/002_alone/up.sql': `${HEADER}DO $$ BEGIN INSERT INTO filled VALUES (1); PERFORM 1 / 0; COMMIT; END $$;`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  const partly = 'What this one did before it failed may be there';
  await expect(up(options)).rejects.toMatchObject({ fix: expect.not.stringContaining(partly) });
  folder.write(
    '1.0.0/002_alone/up.sql',
    `${HEADER}DO $$ BEGIN INSERT INTO filled VALUES (1); COMMIT; PERFORM 1 / 0; END $$;`,
  );
  await expect(up(options)).rejects.toMatchObject({ fix: expect.stringContaining(partly) });
  expect(await query(options.connection, 'SELECT id FROM filled')).toEqual([{ id: 1 }]);
});

test.each([
  ['VACUUM FULL filled', true],
  ['CLUSTER sorted', true],
  ['REINDEX TABLE part', true],
  [`DO $$ BEGIN LOCK TABLE filled; COMMIT; END $$`, true],
  [`DO $$ BEGIN INSERT INTO sorted VALUES (1); COMMIT; LOCK TABLE filled; END $$`, false],
])(
  '%s waits for its lock as long as any other, and is tried again: %s',
  async (sql, isTriedAgain) => {
    await using database = await createTestDatabase();
    using folder = migrationFolder({ '1.0.0/001_init/up.sql': INIT });
    const { connectionString: connection } = database;
    const options = { connection, migrations: folder.path, lockTimeoutMs: 200, lockRetries: 1 };
    await up(options);
    folder.write('1.0.0/002_alone/up.sql', HEADER + sql);
    const keeper = new pg.Client({ connectionString: connection });
    await keeper.connect();
    await keeper.query('BEGIN; LOCK TABLE filled, part_1, sorted IN ROW EXCLUSIVE MODE');
    let retries = 0;
    const onEvent = ({ kind }: MigrationEvent): void => {
      if (kind === 'migrationRetrying') retries++;
    };
    await expect(up({ ...options, onEvent })).rejects.toMatchObject({
      meta: { sqlState: '55P03' },
    });
    await keeper.end();
    expect(retries).toBe(isTriedAgain ? 1 : 0);
    await query(connection, 'TRUNCATE sorted');
    await up(options);
  },
);

/** Leaves a run as a migrator that was killed in its second statement leaves it, once as it runs and once behind it. */
async function killedIn(
  sql: string,
  work: (place: {
    readonly options: Parameters<typeof up>[0];
    readonly connection: string;
    readonly write: (sql: string) => void;
  }) => Promise<void>,
): Promise<void> {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': INIT });
  const options = { connection, migrations: folder.path };
  await up(options);
  const script = (text: string) =>
    `${HEADER}CREATE TABLE before_it ();\n${text};\nCREATE TABLE behind ();`;
  const write = (text: string) => folder.write('1.0.0/002_alone/up.sql', script(text));
  write(sql);
  await makeProgressTables(connection);
  // The note of its end cannot be written: the connection is cut there.
  await query(
    connection,
    `CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.statement = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;
     CREATE TRIGGER cut BEFORE INSERT ON schema_migrations.statement FOR EACH ROW EXECUTE FUNCTION cut()`,
  );
  await expect(up(options)).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
  await query(connection, 'DROP FUNCTION cut() CASCADE');
  await work({ options, connection, write });
}

test('a statement whose end could not be noted is unknown, and runs again only where somebody says so', async () => {
  await killedIn('CALL fill()', async ({ options, connection, write }) => {
    const shown = await status(options);
    expect(shown.migrations[1]).toMatchObject({
      status: 'failed',
      lastRun: { error: { code: 'MIGRATION_INTERRUPTED', statement: 2 }, statementsDone: 1 },
    });
    expect(shown.migrations[1]?.lastRun?.error?.message).toContain(
      'Whether that is done is unknown',
    );
    for (const run of [up, retry, up]) {
      await expect(run(options)).rejects.toMatchObject({
        code: 'MIGRATION_STATEMENT_UNKNOWN',
        message: '1.0.0/002_alone/up.sql:3: whether statement 2 is done is unknown.',
        fix: expect.stringMatching(
          /^Find out: look at the rows.*--unknown done.*--unknown not-done/,
        ),
      });
    }
    write('CALL fill() /* edited */');
    await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_STATEMENT_UNKNOWN' });
    await expect(up({ ...options, unknown: 'done' })).rejects.toMatchObject({
      code: 'MIGRATION_NOT_RESUMABLE',
    });
    write('CALL fill()');
    expect(await query(connection, 'SELECT count(*)::int FROM filled')).toEqual([{ count: 2 }]);
    await up({ ...options, unknown: 'done' });
    expect(await query(connection, 'SELECT count(*)::int FROM filled')).toEqual([{ count: 2 }]);
    expect(await tables(connection)).toContain('behind');
    expect((await history(options))[0]).toMatchObject({ status: 'success', statementsDone: 3 });
  });
});

test('what is said not to be done runs again', async () => {
  await killedIn('CALL fill()', async ({ options, connection }) => {
    await retry({ ...options, unknown: 'not-done' });
    expect(await query(connection, 'SELECT count(*)::int FROM filled')).toEqual([{ count: 4 }]);
  });
});

test.each(['VACUUM filled', 'CREATE INDEX CONCURRENTLY filled_id ON filled (id)'])(
  '%s may run again, or the catalog tells, so nobody is asked',
  async (sql) => {
    await killedIn(sql, async ({ options, connection }) => {
      await up(options);
      expect(await tables(connection)).toContain('behind');
    });
  },
);

test('how to find out is said by what it is', async () => {
  await killedIn('ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY', async ({ options }) => {
    await expect(up(options)).rejects.toMatchObject({
      fix: expect.stringContaining(`FROM pg_inherits WHERE inhrelid = 'part_1'::regclass`),
    });
  });
});
