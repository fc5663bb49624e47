import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import {
  type EventStream,
  follow,
  type ServerSentEvent,
  type ServerSentEventsOptions,
  serverSentEvents,
} from '../src/http/server-sent-events.ts';

const started: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});

/** A server with one stream at `/`, and the streams that were opened there. */
async function streaming(
  opened: (stream: EventStream) => void,
  options: ServerSentEventsOptions = {},
): Promise<{ readonly url: string; readonly server: FastifyInstance }> {
  const server = fastify();
  started.push(server);
  server.register(serverSentEvents, options);
  server.get('/', (_request, reply) => {
    reply.header('x-of-the-route', 'kept');
    opened(reply.eventStream());
  });
  return { url: await server.listen({ host: '127.0.0.1', port: 0 }), server };
}

test('events go out one by one, with the headers that the route has set', async () => {
  const { url } = await streaming(async (stream) => {
    await stream.send({ id: '1', event: 'a.b', data: { text: 'two\nlines' } });
    await stream.send({ data: null });
    stream.close();
  });
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(answer.headers.get('x-of-the-route')).toBe('kept');
  expect(answer.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(await answer.text()).toBe(
    'retry: 2000\n\nid: 1\nevent: a.b\ndata: {"text":"two\\nlines"}\n\ndata: null\n\n',
  );
});

test('a silent stream says that it is there, an old one is ended, and HEAD has no body', async () => {
  const { url } = await streaming(() => {}, { heartbeat: 20, maxAge: 100 });
  expect(await (await fetch(url)).text()).toMatch(/^retry: 2000\n\n(:\n\n)+$/);
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
});

test('closing the server ends its streams', async () => {
  const { url, server } = await streaming(() => {});
  const answer = await fetch(url);
  await server.close();
  expect(await answer.text()).toBe('retry: 2000\n\n');
});

const position = (after: string): number => Number(after);

test('who reads nothing is sent no more than fits, and is let go after a while', async () => {
  let read = 0;
  const closed = new EventEmitter();
  const event = (id: number): ServerSentEvent & { id: string } => ({
    id: `${id}`,
    data: 'x'.repeat(64 * 1024),
  });
  const { server } = await streaming(
    (stream) => {
      stream.onClose(() => closed.emit('closed'));
      follow(stream, '0', {
        read: async (after) => {
          read += 1;
          return { events: [event(position(after) + 1)] };
        },
        subscribe: () => () => {},
      });
    },
    { heartbeat: 20, patience: 100 },
  );
  const gone = once(closed, 'closed');
  const socket = await silentClient(server);
  await gone;
  // What the kernel's buffers take, of a log that never ends.
  expect(read * 64).toBeLessThan(64 * 1024);
  socket.destroy();
});

/** Asks, and reads nothing of the answer. */
async function silentClient(server: FastifyInstance): Promise<Socket> {
  const { port } = server.server.address() as AddressInfo; // A TCP server's address is no string.
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
}

test('a log is followed from a position to its end, past a reading that fails', async () => {
  const log = new EventEmitter();
  const entries: string[] = ['1', '2', '3'];
  let failures = 1;
  let isOver = false;
  const { url } = await streaming((stream) =>
    follow(stream, '1', {
      read: async (after) => {
        if (failures-- > 0) throw new Error('The database is away.');
        const [id] = entries.filter((entry) => position(entry) > position(after));
        return { events: id === undefined ? [] : [{ id, data: id }], isOver: isOver && !id };
      },
      subscribe: (wake) => {
        log.on('more', wake);
        return () => log.off('more', wake);
      },
    }),
  );
  const answer = await fetch(url);
  const chunks: string[] = [];
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) chunks.push(Buffer.from(chunk).toString());
  })();
  await expect.poll(() => chunks.join(''), { timeout: 5_000 }).toContain('id: 3');
  entries.push('4');
  log.emit('more');
  await expect.poll(() => chunks.join('')).toContain('id: 4');
  isOver = true;
  log.emit('more');
  await reading;
  expect(chunks.join('').match(/id: \d/g)).toEqual(['id: 2', 'id: 3', 'id: 4']);
  expect(log.listenerCount('more')).toBe(0);
});
