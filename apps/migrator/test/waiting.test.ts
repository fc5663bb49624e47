import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { startApp } from './run-app.ts';

test('--wait-for-server goes on as soon as the server is there', async () => {
  await using database = await createTestDatabase();
  const server = new URL(database.connectionString);
  const port = await freePort();
  const late = createServer((socket) => {
    const target = connect(Number(server.port || 5432), server.hostname);
    socket.pipe(target).pipe(socket);
    for (const end of [socket, target]) end.on('error', () => {});
  });
  const url = Object.assign(new URL(server), { hostname: '127.0.0.1', port }).href;
  const app = startApp(['history', '--wait-for-server', '1h', '--database-url', url]);
  const ended = once(app, 'close');
  const [said] = await once(app.stderr, 'data');
  expect(String(said)).toMatch(/^waiting for the server: /);
  late.listen(port, '127.0.0.1');
  expect(await ended).toEqual([0, null]);
  late.close();
  await once(late, 'close');
});
