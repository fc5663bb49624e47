import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { baseline, down, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

interface Hello {
  readonly answer: string;
  readonly database_version: string | null;
  readonly accepted: readonly string[];
  readonly missing: readonly string[];
  readonly schema_name: string | null;
  readonly newest: string | null;
  readonly message: string | null;
}

const HELLO = 'SELECT * FROM schema_migrations.hello($1, $2, $3)';

async function hello(client: pg.ClientBase, version: string, service = 'web'): Promise<Hello> {
  const { rows } = await client.query<Hello>(HELLO, [version, service, 'node']);
  expect(rows).toHaveLength(1);
  return rows[0] as Hello; // One row, as was just seen.
}

async function connect(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

const usage = (database: TestDatabase) =>
  query(
    database.connectionString,
    'SELECT version, service, language, connects FROM schema_migrations.usage ORDER BY version, service',
  );

/** A role that may connect and no more, as the role of a service; dropped at the end. */
async function bareRole(database: TestDatabase) {
  const role = `role_${database.name}`;
  await query(database.connectionString, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  const url = Object.assign(new URL(database.connectionString), { username: role, password: 'x' });
  const drop = () =>
    query(database.connectionString, `DROP OWNED BY ${role}; DROP ROLE ${role}`).then(() => {});
  return { connectionString: url.href, [Symbol.asyncDispose]: drop };
}

test('a database says which version it is at to a role that has no rights, and notes it once a minute', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await using role = await bareRole(database);
  await using client = await connect(role.connectionString);
  expect(await hello(client, '1.0.0')).toEqual({
    answer: 'ok',
    database_version: '1.0.0',
    accepted: ['1.0.0'],
    missing: [],
    schema_name: null,
    newest: '1.0.0',
    message: null,
  });
  for (const table of ['usage', 'serving', 'client_verdict', 'history']) {
    await expect(client.query(`SELECT FROM schema_migrations.${table}`)).rejects.toThrow(
      `permission denied for table ${table}`,
    );
  }
  await hello(client, '1.0.0');
  const once = { version: '1.0.0', service: 'web', language: 'node', connects: 1 };
  expect(await usage(database)).toEqual([once]);
  await query(
    database.connectionString,
    `UPDATE schema_migrations.usage SET last_seen = last_seen - interval '61 seconds'`,
  );
  await hello(client, '1.0.0');
  await hello(client, '1.0.0');
  expect(await usage(database)).toEqual([{ ...once, connects: 2 }]);

  // What no file knows is not noted, whoever says it.
  expect(await hello(client, '9.9.9')).toMatchObject({
    answer: 'degraded',
    missing: [],
    message:
      'It is not known how a client of version 9.9.9 works on this database, which is at version 1.0.0.',
  });
  expect(await usage(database)).toEqual([{ ...once, connects: 2 }]);
});

test('the version moves with whatever moves the database', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await using client = await connect(database.connectionString);
  const version = async () => (await hello(client, '1.0.0')).database_version;
  await up(at);
  expect(await version()).toBe('1.1.0');
  await down({ ...at, to: '1.0.0', allowDataLoss: true });
  expect(await version()).toBe('1.0.0');
  await down({ ...at, to: 'none', allowDataLoss: true });
  expect(await hello(client, '1.0.0')).toMatchObject({
    answer: 'refuse',
    database_version: null,
    accepted: [],
    message: 'This database is at no version yet: its migrations have not run.',
  });
  await query(database.connectionString, 'CREATE TABLE product (id integer PRIMARY KEY)');
  await baseline({ ...at, version: '1.0.0' });
  expect(await version()).toBe('1.0.0');
  await up({ ...at, allowNonEmpty: true });
  expect(await version()).toBe('1.1.0');
});

test('nothing is written in a read-only transaction, and nobody waits for anybody', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await up({ connection: database.connectionString, migrations: folder.path });
  await using first = await connect(database.connectionString);
  await first.query('BEGIN READ ONLY');
  expect((await hello(first, '1.1.0')).answer).toBe('ok');
  await first.query('COMMIT');
  expect(await usage(database)).toEqual([]);

  // One has noted itself, and keeps its transaction open: as a new row, and as one that is there.
  for (const seen of [1, 2]) {
    await first.query('BEGIN');
    await hello(first, '1.1.0');
    const others = await Promise.all(
      Array.from({ length: 8 }, async () => {
        await using other = await connect(database.connectionString);
        await other.query("SET statement_timeout = '20s'");
        return (await hello(other, '1.1.0')).answer;
      }),
    );
    expect(others).toEqual(Array(8).fill('ok'));
    await first.query('COMMIT');
    expect(await usage(database)).toMatchObject([{ service: 'web', connects: seen }]);
    await first.query(
      `UPDATE schema_migrations.usage SET last_seen = last_seen - interval '2 minutes'`,
    );
  }
});
