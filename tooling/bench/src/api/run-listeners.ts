import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What those who watch one run cost the server that they watch it at. */
export interface ListenerMemory {
  readonly listeners: number;
  /** That each of them got. */
  readonly events: number;
  /** Memory of the server for each of them, in bytes. */
  readonly bytesEach: number;
}

/**
 * Lets so many listen to the events of one run, sends it events until each of them has all, and
 * compares what the server's process has in memory before, once it has worked for a while, and after. The catalog gets a run that is
 * under way in an environment `bench`, which no worker takes.
 */
export async function measureRunListeners(
  server: { readonly url: string; readonly pid: number },
  databaseUrl: string,
  { listeners = 500, events = 200 }: { readonly listeners?: number; readonly events?: number } = {},
): Promise<ListenerMemory> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const run = await makeRun(client);
    let sent = 0;
    const send = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index++) await addEvent(client, run, ++sent);
    };
    // Code is compiled, and buffers of the kernel's are made, for the first few.
    const first = await listen(server.url, run, 20);
    await send(events);
    await received(first, sent);
    for (const { socket } of first) socket.destroy();
    // A server that has work has a heap of a certain size, whoever listens.
    await answer(`${server.url}/runs/${run}/events`, 5_000);
    const before = await settledMemory(server.pid);
    const all = await listen(server.url, run, listeners);
    await send(events);
    await received(all, sent);
    const after = await settledMemory(server.pid);
    for (const { socket } of all) socket.destroy();
    return { listeners, events: sent, bytesEach: (after - before) / listeners };
  } finally {
    await client.end();
  }
}

async function makeRun(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO schema_catalog.run (environment, kind, direction, status, claim, heartbeat_at, started_by)
     VALUES ('bench', 'migration', 'up', 'running', gen_random_uuid(), now() + interval '1 day', 'bench')
     RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

async function addEvent(client: pg.Client, run: string, seq: number): Promise<void> {
  const event = {
    ...{ kind: 'statementApplied', migration: '005_materialized_views', version: '2.0.0' },
    ...{ direction: 'up', position: 5, total: 7, statement: seq, statements: 1000 },
  };
  await client.query(
    'INSERT INTO schema_catalog.run_event (run_id, seq, event) VALUES ($1, $2, $3)',
    [run, seq, JSON.stringify(event)],
  );
}

async function answer(url: string, count: number): Promise<void> {
  const ask = async (): Promise<void> => {
    for (let index = 0; index < count / 20; index++) await (await fetch(url)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: 20 }, ask));
}

interface Listener {
  readonly socket: Socket;
  last: number;
}

async function listen(url: string, run: string, count: number): Promise<readonly Listener[]> {
  const { hostname, port } = new URL(url);
  const listeners: Listener[] = [];
  for (let index = 0; index < count; index++) {
    const socket = connect({ host: hostname, port: Number(port) });
    const listener: Listener = { socket, last: 0 };
    socket.setEncoding('latin1').on('data', (text) => {
      // The last line of the kind is what counts.
      for (const [, id] of String(text).matchAll(/^id: (\d+)$/gm)) listener.last = Number(id);
    });
    await once(socket, 'connect');
    socket.write(
      `GET /runs/${run}/events HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n`,
    );
    listeners.push(listener);
  }
  return listeners;
}

async function received(listeners: readonly Listener[], last: number): Promise<void> {
  while (listeners.some((listener) => listener.last < last)) await sleep(20);
}

/** In bytes, once it falls no more: the collector of garbage takes its time. */
async function settledMemory(pid: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let quiet = 0; quiet < 10; quiet++) {
    await sleep(500);
    const memory = memoryOf(pid);
    if (memory < least * 0.995) quiet = 0;
    least = Math.min(least, memory);
  }
  return least;
}

function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
