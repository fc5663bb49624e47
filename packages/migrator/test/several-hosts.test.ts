import { existsSync, readFileSync } from 'node:fs';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { openSession } from '../src/connection/session.ts';
import { status, up } from '../src/index.ts';
import { ledgerOf } from '../src/tracking/ledger.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { ownServer } from './own-server.ts';

/** The port that a session was made on. */
async function portOf(connection: string): Promise<number> {
  await using session = await openSession(connection, ledgerOf({}));
  const { rows } = await session.client.query('SELECT inet_server_port() AS port');
  return rows[0]?.port;
}

test('target_session_attrs chooses among a primary, a standby and a server that is read-only', async () => {
  // A real standby: what a primary that was stopped had, in recovery for ever.
  await using first = await ownServer();
  await first.stop();
  await using standby = await ownServer(first.directory);
  await using readOnly = await ownServer();
  await readOnly.set({ default_transaction_read_only: 'on' });
  await using open = await ownServer();
  const asleep = await freePort();
  const port = ({ url }: { readonly url: URL }): number => Number(url.port);
  // All of them know the same role and the same database.
  const { username, password } = standby.url;
  const at = (order: readonly number[], attrs: string, db = 'postgres'): string => {
    const hosts = order.map((one) => `127.0.0.1:${one}`).join(',');
    return `postgresql://${username}:${password}@${hosts}/${db}?target_session_attrs=${attrs}`;
  };
  const [p, s, r] = [port(open), port(standby), port(readOnly)];
  expect(await portOf(at([asleep, s, r, p], 'any'))).toBe(s);
  expect(await portOf(at([asleep, s, r, p], 'read-write'))).toBe(p);
  expect(await portOf(at([p, r, s], 'read-only'))).toBe(r);
  expect(await portOf(at([asleep, s, r, p], 'primary'))).toBe(r);
  expect(await portOf(at([p, r, s], 'standby'))).toBe(s);
  expect(await portOf(at([p, r, s], 'prefer-standby'))).toBe(s);
  expect(await portOf(at([p, r], 'prefer-standby'))).toBe(p);
  await expect(portOf(at([asleep, s, r], 'read-write'))).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: `No connection to any of 127.0.0.1:${asleep}, 127.0.0.1:${s}, 127.0.0.1:${r}.`,
    why: expect.stringMatching(/ECONNREFUSED.*\n.*a standby.*\n.*read-only/),
  });
  // Who is not let in by one is not let in elsewhere.
  await expect(portOf(at([p, s], 'any', 'nowhere'))).rejects.toMatchObject({
    code: 'DATABASE_NOT_FOUND',
  });

  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { migrations: folder.path };
  await up({ ...options, connection: at([asleep, s, p], 'read-write') });
  expect(await status({ ...options, connection: at([p], 'any') })).toMatchObject({
    currentVersion: '1.1.0',
  });
  expect(await status({ ...options, connection: at([p, s], 'standby') })).toMatchObject({
    currentVersion: null,
  });
});

/** Linux alone says how long a socket is quiet before it is asked. */
test.runIf(existsSync('/proc/net/tcp'))(
  'a quiet connection is looked after in a minute',
  async () => {
    await using database = await createTestDatabase();
    await using session = await openSession(database.connectionString, ledgerOf({}));
    const { rows } = await session.client.query(
      'SELECT inet_client_port() AS client, inet_server_port() AS server',
    );
    const ending = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const [local, remote] = [ending(rows[0]?.client), ending(rows[0]?.server)];
    const line = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((one) => one.trim().split(/\s+/))
      // Our side of it: connections to other servers may have had the port, too.
      .find((columns) => columns[1]?.endsWith(local) && columns[2]?.endsWith(remote));
    const [timer, left] = line?.[5]?.split(':') ?? [];
    // The timer of keepalives, in hundredths of a second.
    expect(timer).toBe('02');
    const seconds = Number.parseInt(left ?? '', 16) / 100;
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThanOrEqual(60);
  },
);
