import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, history, importHistory, snapshot, status, up, upAll, verify } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

const withParameters = (url: string, parameters: string): string => `${url}?${parameters}`;

const TABLES = `SELECT schemaname || '.' || tablename AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'schema_migrations') ORDER BY 1`;

test.each([
  ['role=app', 'role', 'options=-c%20role%3Dapp'],
  ['sslmode=disable&work_mem=64MB', 'work_mem', 'options=-c%20work_mem%3DVALUE'],
])('%s is refused by its name before anything is connected to', async (parameters, name, fix) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const connection = withParameters(database.connectionString, parameters);
  const options = { connection, migrations: folder.path };
  const refusal = {
    code: 'DATABASE_URL_PARAMETER_REFUSED',
    message: expect.stringContaining(`the parameter ${name},`),
    fix: expect.stringContaining(fix),
  };
  await expect(up(options)).rejects.toMatchObject(refusal);
  await expect(status(options)).rejects.toMatchObject(refusal);
  await expect(history({ connection })).rejects.toMatchObject(refusal);
  const environments = [{ name: 'a', connection }];
  expect(await upAll({ ...options, environments })).toMatchObject([{ error: refusal }]);
  expect(await query(database.connectionString, TABLES)).toEqual([]);
});

test('the schema of a URL is where tables go, by up, snapshot, verify and down', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await query(database.connectionString, 'CREATE SCHEMA app');
  const { hostname, port, username } = new URL(database.connectionString);
  const server = `host = ${hostname} port=${port} user='${username}' dbname=${database.name}`;
  for (const connection of [
    ...[
      'schema=app',
      'search_path=app',
      'search_path=app,public',
      'options=-c%20search_path%3Dapp',
      'options=-c search_path=app',
    ].map((written) => withParameters(database.connectionString, written)),
    ` ${server} options='-c search_path=app'\n`,
  ]) {
    const options = { connection, migrations: folder.path };
    await up(options);
    const names = (await query(database.connectionString, TABLES)).map(({ name }) => name);
    expect(names).toEqual(['app.company', 'app.product', 'app.review']);
    await snapshot(options);
    expect(folder.read('1.1.0/structure.json')).toContain('"app.product"');
    expect((await verify(options)).differences).toEqual([]);
    await down({ ...options, to: 'none', allowDataLoss: true });
    expect(await query(database.connectionString, TABLES)).toEqual([]);
  }
});

test('what makes no difference does not stand in the way', async () => {
  await using database = await createTestDatabase();
  const parameters =
    'schema=public&pgbouncer=true&connection_limit=1&connect_timeout=5&keepalives=0&channel_binding=prefer&target_session_attrs=read-write';
  const connection = withParameters(database.connectionString, parameters);
  expect(await status({ connection, migrations: [] })).toMatchObject({ currentVersion: null });
});

test('a password is in no part of an error, however the address is written', async () => {
  const secret = 'hunter22';
  for (const connection of [
    `postgresql://u:${secret}@127.0.0.1:1/db`,
    ` postgresql://u:${secret}@127.0.0.1:1/db`,
    `"postgresql://u:${secret}@127.0.0.1:1/db"`,
    `postgresql://u:p@${secret}@127.0.0.1:1/db`,
    `postgresql://u:p/${secret}#x@127.0.0.1:1/db`,
    `postgresql://u:1/${secret}@127.0.0.1:1/db`,
    `postgresql://127.0.0.1:1/db?user=u&password=${secret}`,
    `postgresql://u:${secret}@127.0.0.1:1/db?work_mem=1MB`,
    `postgresql://u:${secret}@127.0.0.1:1,127.0.0.1:2/db`,
    `postgresql://u@127.0.0.1:1/db?sslkey=/nowhere/key.pem&sslpassword=${secret}`,
    `jdbc:postgresql://u:${secret}@127.0.0.1:1/db?password=${secret}`,
    `host=127.0.0.1 port=1 password='${secret}' dbname=db`,
    `u:${secret}@127.0.0.1:1/db`,
    `postgresql://u:${secret}@127.0.0.1:port/db`,
  ]) {
    const error: unknown = await status({ connection, migrations: [] }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: expect.stringMatching(/^DATABASE_/) });
    const { message, stack, cause } = error as Error;
    expect(
      [connection, message, stack, JSON.stringify(error), String(cause)].slice(1).join(),
    ).not.toContain(secret);
  }
});

test('the message still says where the database is', async () => {
  const connection = 'postgresql://u:hunter22@127.0.0.1:1/shop';
  await expect(status({ connection, migrations: [] })).rejects.toMatchObject({
    message: 'No connection to the database "shop" on 127.0.0.1:1.',
    meta: { host: '127.0.0.1', port: 1, database: 'shop', user: 'u' },
  });
});

test('the history keeps no password of what failed, and the scratch server is read the same way', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql':
      "DO $$ BEGIN RAISE EXCEPTION 'cannot reach postgresql://u:hunter22@h/db' USING HINT = 'password=hunter22'; END $$;",
  });
  const options = { connection, migrations: folder.path };
  const gitCommit = 'https://u:hunter22@h/x';
  const failure: unknown = await up({ ...options, gitCommit }).catch((e: unknown) => e);
  expect(JSON.stringify(failure)).toContain('cannot reach postgresql://u:***@h/db');
  const rows = await query(connection, 'SELECT * FROM schema_migrations.history');
  expect(rows).toMatchObject([{ error: { message: 'cannot reach postgresql://u:***@h/db' } }]);
  expect(JSON.stringify([failure, rows])).not.toContain('hunter22');

  using source = migrationFolder({ '1_shop.sql': '-- migrate:up\nCREATE TABLE shop ();\n' });
  using target = migrationFolder({});
  await using other = await createTestDatabase();
  await query(
    other.connectionString,
    `CREATE TABLE shop (); CREATE TABLE schema_migrations (version varchar); INSERT INTO schema_migrations VALUES ('1')`,
  );
  await expect(
    importHistory({
      connection: other.connectionString,
      tool: 'dbmate',
      source: source.path,
      migrations: target.path,
      scratchUrl: 'postgresql://u:hunter22@h/db?work_mem=1MB',
    }),
  ).rejects.toMatchObject({ code: 'DATABASE_URL_PARAMETER_REFUSED' });
});
