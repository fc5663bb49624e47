import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCleanup,
  createTestDatabase,
  startLocalPostgres,
  type TestDatabase,
  testMajor,
} from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { baseline, down, up } from '../src/index.ts';
import { connect, hello, usage } from './hello-client.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

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

test('a standby answers, and writes nothing', async () => {
  await using cleanup = createCleanup();
  const directory = mkdtempSync(join(tmpdir(), 'standby-'));
  cleanup.defer(async () => rmSync(directory, { recursive: true, force: true }));
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { directory, throwaway: true, major: testMajor() };
  const primary = await startLocalPostgres(options);
  cleanup.defer(primary.stop);
  await up({ connection: primary.connectionString, migrations: folder.path });
  await query(primary.connectionString, 'CHECKPOINT');
  await primary.stop();
  // A server with this file replays what there is and waits for more: for reading it is open meanwhile.
  writeFileSync(join(directory, 'data', 'standby.signal'), '', { mode: 0o666 });
  const standby = await startLocalPostgres(options);
  cleanup.defer(standby.stop);
  await using client = await connect(standby.connectionString);
  expect((await client.query('SELECT pg_is_in_recovery() AS is')).rows).toEqual([{ is: true }]);
  expect(await hello(client, '1.1.0')).toMatchObject({ answer: 'ok', database_version: '1.1.0' });
  expect(await usage(standby)).toEqual([]);
});
