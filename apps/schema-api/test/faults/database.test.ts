import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStores } from '@schema-service/catalog';
import { startLocalPostgres } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { type RunningSchemaApi, startSchemaApi } from '../../src/start-schema-api.ts';
import { sampleRelease } from '../sample-releases.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** In `pnpm test` a few, in `pnpm test:faults` many. */
const kills = Number(process.env.FAULT_KILLS ?? 10);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let postgres: Awaited<ReturnType<typeof startLocalPostgres>>;
let pool: pg.Pool;
let api: RunningSchemaApi;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await startLocalPostgres({ directory: join(folder.path, 'pg'), throwaway: true });
  const { connectionString } = postgres;
  pool = new pg.Pool({ connectionString, application_name: 'test' });
  // It is killed, frozen and stopped.
  pool.on('error', () => undefined);
  api = await startSchemaApi(
    readConfig({
      DATABASE_URL: connectionString,
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMIT: 'off',
      WORKER: 'none',
      ADMIN_TOKEN: 'a'.repeat(40),
    }),
  );
  const { catalog } = createStores(pool);
  for (const version of ['1.0.0', '1.1.0'] as const) await catalog.publish(sampleRelease(version));
});

afterAll(async () => {
  await api.close();
  await pool.end();
  await postgres.stop();
  await folder[Symbol.asyncDispose]();
});

const fixed = [
  '/schema/1.0.0',
  '/client/1.0.0/node',
  '/npm/@org/db-client/-/db-client-1.0.0.tgz',
  '/migrations/1.0.0',
];
const current = [
  '/versions',
  '/npm/@org%2fdb-client',
  '/pypi/simple/org-db-client/',
  '/schema/latest',
];

const get = (path: string) => fetch(api.url + path, { redirect: 'manual' });

let questions = 0;
/** Something that nobody has asked for, and so the database has to be. */
const unheardOf = () => get(`/npm/-/v1/search?text=words+${++questions}`);

async function expectTold(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const { hostname, port, username } = new URL(postgres.connectionString);
  const body = await answer.text();
  expect(JSON.parse(body)).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  for (const secret of [hostname, port, `"${username}"`, 'ECONN', 'timeout']) {
    expect(body).not.toContain(secret);
  }
}

/** The server and its sessions, by the file that it writes its id to. */
function postgresProcesses(): readonly number[] {
  const file = join(folder.path, 'pg', 'data', 'postmaster.pid');
  const postmaster = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === postmaster;
    } catch {
      return false; // It has ended in between.
    }
  });
  return [postmaster, ...children.map(Number)];
}

function signal(name: NodeJS.Signals): void {
  for (const pid of postgresProcesses()) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended in between.
    }
  }
}

test('killed sessions are no failure: reads are asked once more', async () => {
  const statuses: number[] = [];
  let isOver = false;
  const reading = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const answer = await unheardOf();
      statuses.push(answer.status);
      if (answer.status !== 200) await expectTold(answer);
      else await answer.arrayBuffer();
    }
  });
  for (let killed = 0; killed < kills; ) {
    const before = statuses.length;
    const { rowCount } = await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'schema-api'`,
    );
    killed += rowCount ?? 0;
    // A read that is cut twice is told as that: between two strikes there are some that end.
    await vi.waitUntil(() => statuses.length > before + 8, { timeout: 30_000 });
  }
  isOver = true;
  await Promise.all(reading);
  expect(statuses).not.toContain(500);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(statuses.length / 2);
});

test('a crash of the server is told as that, and passes', async () => {
  for (const path of [...fixed, ...current]) await (await get(path)).arrayBuffer();
  const { rows } = await pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'schema-api' LIMIT 1`,
  );
  // The server ends all sessions then, and recovers.
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        const answer = await unheardOf();
        seen.add(answer.status);
        if (answer.status === 503) await expectTold(answer);
        for (const path of [...fixed, ...current]) {
          expect((await get(path)).status, path).toBeLessThan(400);
        }
        return answer.status;
      },
      { timeout: 30_000 },
    )
    .toBe(200);
  expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'while the server is frozen, what is kept is served and the rest is a 503 in time',
  async () => {
    const isFresh = async (path: string) => (await get(path)).headers.get('warning') === null;
    for (const path of [...fixed, ...current]) await (await get(path)).arrayBuffer();
    signal('SIGSTOP');
    try {
      const answers = await Promise.all(Array.from({ length: 20 }, unheardOf));
      for (const answer of answers) await expectTold(answer);
      for (const path of [...fixed, ...current]) {
        expect((await get(path)).status, path).toBeLessThan(400);
      }
      // Nothing is committed on a frozen server; what is not known any more after a while is whether it is.
      await expect.poll(() => isFresh('/versions'), { timeout: 30_000 }).toBe(false);
      for (const path of current) {
        const answer = await get(path);
        expect(answer.status, path).toBeLessThan(400);
        expect(answer.headers.get('warning'), path).toBe('110 - "Response is Stale"');
      }
      for (const path of fixed) expect(await isFresh(path), path).toBe(true);
      expect((await get('/healthz')).status).toBe(200);
      expect((await get('/readyz')).status).toBe(503);
    } finally {
      signal('SIGCONT');
    }
    await expect.poll(() => isFresh('/versions'), { timeout: 30_000 }).toBe(true);
    await createStores(pool).catalog.publish(sampleRelease('2.0.0'));
    const latest = async () => JSON.parse(await (await get('/versions')).text()).latest;
    await expect.poll(latest, { timeout: 10_000 }).toBe('2.0.0');
  },
);

test('without the server, what is kept is served, and says which of it may be old', async () => {
  for (const path of [...fixed, ...current]) await (await get(path)).arrayBuffer();
  await postgres.stop();
  await expect
    .poll(async () => (await get('/versions')).headers.get('warning'), { timeout: 30_000 })
    .toMatch(/^110 /);
  for (const path of current) {
    const answer = await get(path);
    expect(answer.status, path).toBeLessThan(400);
    expect(answer.headers.get('warning'), path).toMatch(/^110 /);
  }
  for (const path of fixed) {
    const answer = await get(path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get('warning'), path).toBeNull();
  }
  await expectTold(await unheardOf());
});
