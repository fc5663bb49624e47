import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { publishedCatalog } from '../published-catalog.ts';

/** `pnpm test:faults` opens 500. */
const count = Number(process.env.LISTENERS ?? 50);
const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

interface Listener {
  readonly socket: Socket;
  readonly heard: () => string;
}

async function listen(port: number): Promise<Listener> {
  const socket = connect({ host: '127.0.0.1', port });
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  await once(socket, 'connect');
  socket.write('GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
  await once(socket, 'data');
  return { socket, heard: () => heard };
}

/** In bytes, where the system tells of it. */
function residentMemory(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1]) * 1024;
}

test('many listeners hear of each event once, and each takes little memory', async ({
  annotate,
}) => {
  await using published = await publishedCatalog({ versions: ['1.0.0'] });
  const { catalog, connectionString } = published;
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, DATABASE_URL: connectionString, PORT: '0', RATE_LIMIT: 'off' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let port = 0;
  for await (const line of createInterface(child.stdout)) {
    port = Number(/Server listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? 0);
    if (port > 0) break;
  }
  child.stdout.resume();
  // What the first listeners take along is the program's, and not theirs.
  const listeners: Listener[] = [];
  for (let index = 0; index < 50; index += 1) listeners.push(await listen(port));
  await catalog.setTag('first', '1.0.0');
  const hears = (tag: string) =>
    listeners.every(({ heard }) => heard().split(`"tag":"${tag}"`).length === 2);
  await expect.poll(() => hears('first')).toBe(true);
  const before = residentMemory(child.pid);
  for (let index = 0; index < count; index += 1) listeners.push(await listen(port));
  await catalog.setTag('second', '1.0.0');
  await expect.poll(() => hears('second'), { timeout: 20_000 }).toBe(true);
  const after = residentMemory(child.pid);
  for (const { socket } of listeners) socket.destroy();
  child.kill('SIGTERM');
  await once(child, 'exit');
  if (before === undefined || after === undefined || count < 500) return;
  const each = (after - before) / count / 1_000;
  await annotate(`${each.toFixed(1)} kB for each of ${count} listeners`);
  expect(each).toBeLessThan(40);
});
