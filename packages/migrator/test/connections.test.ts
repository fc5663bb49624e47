import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { ensureVersion, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

test.each([
  ['a closed port', { port: '1' }, 'DATABASE_UNREACHABLE'],
  ['a host that does not exist', { hostname: 'nowhere.invalid' }, 'DATABASE_UNREACHABLE'],
  ['a database that does not exist', { pathname: '/nowhere' }, 'DATABASE_NOT_FOUND'],
  ['a user who may not', { username: 'nobody_here' }, 'DATABASE_AUTHENTICATION_FAILED'],
])('%s is told apart, and the password is never shown', async (_name, change, code) => {
  await using database = await createTestDatabase();
  const url = Object.assign(new URL(database.connectionString), {
    password: 'swordfish',
    ...change,
  });
  if (code === 'DATABASE_NOT_FOUND') url.password = new URL(database.connectionString).password;
  const error: unknown = await status({ connection: url.href, migrations: [] }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code, fix: expect.any(String), meta: { host: url.hostname } });
  expect(JSON.stringify(error)).not.toMatch(/swordfish/);
});

test('a string that is no URL is not repeated', async () => {
  const error: unknown = await status({
    connection: 'postgresql://app:swordfish@@x:y/z',
    migrations: [],
  }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'DATABASE_URL_INVALID' });
  expect(JSON.stringify(error)).not.toContain('swordfish');
});

test('a role without rights is told what to ask for', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const role = `role_${database.name}`;
  await query(database.connectionString, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  try {
    const url = Object.assign(new URL(database.connectionString), {
      username: role,
      password: 'x',
    });
    await expect(up({ connection: url.href, migrations: folder.path })).rejects.toMatchObject({
      code: 'DATABASE_PERMISSION_DENIED',
      fix: expect.stringContaining('GRANT CREATE ON DATABASE'),
    });
  } finally {
    await query(database.connectionString, `DROP ROLE ${role}`);
  }
});

test('a database that takes no changes: told so, and left as it was', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await query(
    database.connectionString,
    `ALTER DATABASE ${database.name} SET default_transaction_read_only = on`,
  );
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'DATABASE_READ_ONLY',
    fix: expect.stringContaining('replica'),
  });
  expect((await status(options)).currentVersion).toBeNull();
});

test("another program's schema of our name is left alone", async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await query(database.connectionString, 'CREATE SCHEMA schema_migrations');
  await expect(
    up({ connection: database.connectionString, migrations: folder.path }),
  ).rejects.toMatchObject({ code: 'MIGRATION_TRACKING_UNKNOWN' });
});

test('a client that is handed in keeps its connection and settings; in a transaction it is refused', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    await client.query(
      `CREATE SCHEMA mine; SET search_path = mine; SET lock_timeout = '7s'; BEGIN`,
    );
    await expect(up({ connection: client, migrations: folder.path })).rejects.toMatchObject({
      code: 'DATABASE_CLIENT_IN_TRANSACTION',
    });
    await client.query('COMMIT');
    await up({ connection: client, migrations: folder.path });
    folder.write(
      '2.0.0/004_index/up.sql',
      '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY i ON product (id)',
    );
    await up({ connection: client, migrations: folder.path });
    const { rows } = await client.query(`SELECT current_setting('lock_timeout') AS lock_timeout,
      current_setting('client_connection_check_interval') AS watch, to_regclass('product')::text AS name,
      (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`);
    expect(rows).toEqual([{ lock_timeout: '7s', watch: '0', name: 'product', locks: 0 }]);
    expect(await tables(database.connectionString)).toEqual([]);
  } finally {
    await client.end();
  }
});

test('ensureVersion: one query and no script read when there is nothing to do; never goes down', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const options = { connection: client, migrations: folder.path };
    expect(await ensureVersion({ ...options, version: '1.0.0' })).toBe(true);
    expect(await tables(database.connectionString)).toEqual(['product', 'review']);
    expect(await ensureVersion({ ...options, version: '1.1.0' })).toBe(true);
    folder.write('1.0.0/001_init/up.sql', Buffer.from([0]));
    const sent = vi.spyOn(client, 'query');
    expect(await ensureVersion({ ...options, version: '1.1.0' })).toBe(false);
    expect(await ensureVersion({ ...options, version: '1.0.0' })).toBe(false);
    expect(sent).toHaveBeenCalledTimes(2);
    folder.write('1.0.0/001_init/up.sql', THREE_MIGRATIONS['1.0.0/001_init/up.sql']);
    for (const version of ['4.0.0', 'latest']) {
      await expect(ensureVersion({ ...options, version })).rejects.toMatchObject({
        code: 'MIGRATION_VERSION_UNKNOWN',
      });
    }
  } finally {
    await client.end();
  }
});
