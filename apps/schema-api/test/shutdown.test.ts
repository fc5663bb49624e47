import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Stores } from '@schema-service/catalog';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { closeGracefully } from '../src/http/close-gracefully.ts';

/** A catalog whose versions are listed when the gate opens. */
function gatedStores(): { readonly stores: Stores; readonly gate: EventEmitter } {
  const gate = new EventEmitter();
  const catalog = {
    latestVersion: async () => undefined,
    listVersions: async () => {
      gate.emit('asked');
      await once(gate, 'open');
      return [];
    },
  };
  // What the routes of this test ask for.
  return { stores: { catalog } as unknown as Stores, gate };
}

const address = { host: '127.0.0.1', port: 0 };

test('readiness goes first, then the port; what was asked is answered', async () => {
  const { stores, gate } = gatedStores();
  const server = buildServer({ stores });
  const url = await server.listen(address);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const asked = once(gate, 'asked');
  const answer = fetch(`${url}/versions`);
  await asked;

  const closed = closeGracefully(server, { shutdownDelay: 2_000, shutdownTimeout: 60_000 });
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(ready.headers.get('connection')).toBe('close');
  expect(await ready.json()).toMatchObject({
    code: 'NOT_READY',
    message: 'This process is stopping.',
  });
  // Alive all the while, and still answering.
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await expect
    .poll(
      () =>
        fetch(`${url}/healthz`).then(
          ({ status }) => status,
          () => 'refused',
        ),
      { timeout: 20_000 },
    )
    .not.toBe(200);
  gate.emit('open');
  expect((await answer).status).toBe(200);
  await closed;
});

test('a stream without an end is ended, and its client told so', async () => {
  const { stores } = gatedStores();
  const server = buildServer({ stores });
  server.get('/stream', { schema: { hide: true } }, (_request, reply) => {
    reply.hijack();
    reply.raw.write('event: one\n\n');
    server.drain.closing.addEventListener('abort', () => reply.raw.end());
  });
  const url = await server.listen(address);
  const stream = await fetch(`${url}/stream`);
  await closeGracefully(server, { shutdownDelay: 0, shutdownTimeout: 60_000 });
  expect(await stream.text()).toBe('event: one\n\n');
});

test('a connection that has asked nothing yet does not hold it up', async () => {
  const { stores } = gatedStores();
  const server = buildServer({ stores });
  const { port } = new URL(await server.listen(address));
  const connected = once(server.server, 'connection');
  const socket = connect(Number(port), '127.0.0.1');
  await connected;
  await closeGracefully(server, { shutdownDelay: 0, shutdownTimeout: 2 ** 30 });
  expect(await text(socket)).toBe('');
});

test('what does not end within the bound is cut off', async () => {
  const { stores, gate } = gatedStores();
  const server = buildServer({ stores });
  const { port } = new URL(await server.listen(address));
  const asked = once(gate, 'asked');
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /versions HTTP/1.1\r\nHost: a\r\n\r\n');
  await asked;
  await closeGracefully(server, { shutdownDelay: 0, shutdownTimeout: 50 });
  expect(await text(socket)).toBe('');
});
