import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, up, waitForServer, waitForVersion } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

test('waits for a version that another migrator brings, and a higher one will do', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection, migrations: folder.path };
  const told: (string | null)[] = [];
  const timeoutMs = 600_000;
  const reached = waitForVersion({
    ...{ connection, atLeast: '1.1.0', timeoutMs },
    onWaiting: (version) => {
      told.push(version);
      void up({ ...options, to: version === null ? '1.0.0' : '1.1.0' });
    },
  });
  expect(await reached).toBe('1.1.0');
  expect(told).toEqual([null, '1.0.0']);
  expect(await waitForVersion({ connection, atLeast: '1.0.0', timeoutMs: 0 })).toBe('1.1.0');
  await down({ ...options, to: '1.0.0', allowDataLoss: true });
  await expect(
    waitForVersion({ connection, atLeast: '1.1.0', timeoutMs: 0 }),
  ).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NOT_REACHED',
    meta: { version: '1.0.0' },
  });
});

test('a role without any rights may wait, and its password is told to be wrong at once', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  await up({ connection: database.connectionString, migrations: folder.path });
  const role = `role_${database.name}`;
  await query(database.connectionString, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  try {
    const url = Object.assign(new URL(database.connectionString), {
      username: role,
      password: 'x',
    });
    const options = { atLeast: '1.0.0', timeoutMs: 600_000 };
    expect(await waitForVersion({ ...options, connection: url.href })).toBe('1.1.0');
    url.username = 'nobody_here';
    const refused = { code: 'DATABASE_AUTHENTICATION_FAILED' };
    await expect(waitForVersion({ ...options, connection: url.href })).rejects.toMatchObject(
      refused,
    );
    await expect(waitForServer({ timeoutMs: 600_000, connection: url.href })).rejects.toMatchObject(
      refused,
    );
  } finally {
    await query(database.connectionString, `DROP ROLE ${role}`);
  }
});

test('waits for a server that does not answer yet, and no longer than it was told', async () => {
  await using database = await createTestDatabase();
  const server = new URL(database.connectionString);
  const port = await freePort();
  const connection = Object.assign(new URL(server), { hostname: '127.0.0.1', port }).href;
  const unreachable = { code: 'DATABASE_UNREACHABLE' };
  await expect(waitForServer({ connection, timeoutMs: 0 })).rejects.toMatchObject(unreachable);
  await expect(
    waitForVersion({ connection, atLeast: '1.0.0', timeoutMs: 0 }),
  ).rejects.toMatchObject({ code: 'MIGRATION_VERSION_NOT_REACHED' });
  const late = createServer((socket) => {
    const target = connect(Number(server.port || 5432), server.hostname);
    socket.pipe(target).pipe(socket);
    for (const end of [socket, target]) end.on('error', () => {});
  });
  const told: (string | null)[] = [];
  const listen = ({ code }: { readonly code: string }): void => {
    told.push(code);
    late.listen(port, '127.0.0.1');
  };
  await waitForServer({ ...{ connection, timeoutMs: 600_000 }, onWaiting: listen });
  expect(told.splice(0)).toEqual(['DATABASE_UNREACHABLE']);
  late.close();
  await once(late, 'close');

  using folder = migrationFolder(THREE_MIGRATIONS);
  const reached = waitForVersion({
    ...{ connection, atLeast: '1.1.0', timeoutMs: 600_000, onNoServer: listen },
    onWaiting: (version) => {
      told.push(version);
      void up({ connection: database.connectionString, migrations: folder.path });
    },
  });
  expect(await reached).toBe('1.1.0');
  expect(told).toEqual(['DATABASE_UNREACHABLE', null]);
  late.close();
  await once(late, 'close');
});
