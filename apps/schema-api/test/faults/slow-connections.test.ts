import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { publishedCatalog } from '../published-catalog.ts';
import { runningServer } from '../running-server.ts';

/** `pnpm test:faults` opens 2,000. */
const count = Number(process.env.SLOW_CONNECTIONS ?? 100);

/** Beginnings of requests that never end: a head, a body, and nothing at all. */
const beginnings = [
  'GET /versions HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  'POST /tokens/exchange HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"token": "',
  '',
];

async function slowConnection(port: number, beginning: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(beginning);
  return socket;
}

test('slow connections stop nobody, and are ended', async () => {
  await using published = await publishedCatalog();
  await using server = await runningServer({
    stores: published.stores,
    limits: { requestTimeout: count > 500 ? 24_000 : 4_000 },
  });
  const port = Number(new URL(server.url).port);
  const sockets: Socket[] = [];
  const answers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = await slowConnection(port, beginnings[index % beginnings.length] ?? '');
    socket.on('data', (data) => answers.push(String(data)));
    sockets.push(socket);
  }
  const left = () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length;
  // A byte now and then does not buy more time.
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('a');
  }, 500);
  for (let index = 0; index < 50; index += 1) {
    const answer = await fetch(`${server.url}/versions`);
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
  await expect.poll(left).toBe(0);
  clearInterval(drip);
  expect(answers.length).toBeGreaterThan(count / 3);
  const timedOut = answers.filter((text) => text.startsWith('HTTP/1.1 408 '));
  expect(timedOut.length).toBeGreaterThan(count / 3);
  expect(timedOut[0]).toContain('"code":"REQUEST_INVALID"');
  expect((await fetch(`${server.url}/versions`)).status).toBe(200);
});

test('connections above the limit are closed, and the others are served', async () => {
  await using published = await publishedCatalog();
  await using server = await runningServer({
    stores: published.stores,
    limits: { maxConnections: 5 },
  });
  const port = Number(new URL(server.url).port);
  const sockets = await Promise.all(
    Array.from({ length: 20 }, () => slowConnection(port, 'GET /versions HTTP/1.1\r\nHost: x\r\n')),
  );
  const open = () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded);
  for (const socket of sockets) socket.resume();
  await expect.poll(() => open().length).toBe(5);
  const [first] = open();
  let answer = '';
  first?.on('data', (data) => {
    answer += String(data);
  });
  first?.write('\r\n');
  await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 200 /);
  for (const socket of sockets) socket.destroy();
});

test('what is no HTTP is told so, in the words of every other failure', async () => {
  await using published = await publishedCatalog();
  await using server = await runningServer({ stores: published.stores });
  const port = Number(new URL(server.url).port);
  const ask = async (text: string): Promise<string> => {
    const socket = await slowConnection(port, text);
    let answer = '';
    socket.on('data', (data) => {
      answer += String(data);
    });
    await once(socket, 'close');
    return answer;
  };
  expect(await ask('HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"REQUEST_INVALID"/);
  const large = `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`;
  expect(await ask(large)).toMatch(/^HTTP\/1\.1 431 /);
});
