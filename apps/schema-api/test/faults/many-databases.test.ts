import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTestDatabase } from '@schema-service/local-postgres';
import { history } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runService } from '../runs/run-service.ts';
import { startWorkerProcess, type WorkerProcess } from '../runs/worker-process.ts';

/** `pnpm test:faults` says 1000; without it this takes too long for every day. */
const COUNT = Number(process.env.ROLLOUT_DATABASES ?? 0);

/** How much more memory a worker may have at the end than after the first part, in MiB. */
const GROWTH = 48;

/** What the kernel says of a process, in MiB. */
function memoryOf({ child }: WorkerProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Databases on one server, as small as they can be. */
async function createDatabases(serverUrl: string): Promise<Map<string, string>> {
  const prefix = `fleet_${randomUUID().slice(0, 8)}`;
  const names = Array.from({ length: COUNT }, (_, index) => `${prefix}_${index}`);
  const waiting = [...names];
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    }
    await client.end();
  };
  await Promise.all([work(), work()]);
  return new Map(
    names.map((name, index) => {
      const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
      return [`db-${String(index).padStart(5, '0')}`, url];
    }),
  );
}

async function dropDatabases(serverUrl: string, fleet: ReadonlyMap<string, string>): Promise<void> {
  const waiting = [...fleet.values()];
  // Each waits for a checkpoint, which serves all who wait for one.
  const work = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    for (let url = waiting.shift(); url; url = waiting.shift()) {
      await client.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

test.runIf(COUNT > 0)(
  'a rollout over many databases goes on when its worker is killed, and its memory stays flat',
  { timeout: 3_600_000 },
  async ({ annotate }) => {
    const others: Record<string, string> = {};
    await using server = await createTestDatabase();
    const fleet = await createDatabases(server.connectionString);
    for (const [name, url] of fleet) {
      process.env[`URL_${name}`] = url;
      others[name] = `URL_${name}`;
    }
    await using service = await runService({ others });
    const stages = [{ count: 1 }, { percent: 10 }, { rest: true }];
    const body = { to: '2.0.0', stages, concurrency: 8 };
    const { id } = (await service.ask('/groups/fleet/rollouts', { body })).body;
    const done = async (): Promise<number> =>
      (await service.ask(`/rollouts/${id}`)).body.counts.success;
    const until = (part: number) =>
      expect.poll(done, { timeout: 3_000_000, interval: 250 }).toBeGreaterThanOrEqual(COUNT * part);

    const began = performance.now();
    {
      await using first = startWorkerProcess(service, fleet);
      await until(0.2);
      await first.end('SIGKILL');
    }
    await using second = startWorkerProcess(service, fleet);
    await until(0.4);
    const early = memoryOf(second);
    await until(1);
    const late = memoryOf(second);
    const seconds = (performance.now() - began) / 1000;
    await annotate(
      `${COUNT} databases in ${seconds.toFixed(0)} s; the worker had ${early.toFixed(0)} MiB after 40 %, ${late.toFixed(0)} MiB at the end`,
    );
    await expect
      .poll(async () => (await service.ask(`/rollouts/${id}`)).body, { timeout: 60_000 })
      .toMatchObject({ status: 'success', counts: { success: COUNT, failed: 0 } });
    expect(late - early).toBeLessThan(GROWTH);
    for (const connection of [...fleet.values()].filter((_, index) => index % 97 === 0)) {
      expect(await history({ connection })).toMatchObject([
        { migration: '004_index', status: 'success' },
        {},
        {},
        {},
      ]);
    }
    await dropDatabases(server.connectionString, fleet);
  },
);
