import { createStores, ensureCatalogSchema } from '@schema-service/catalog';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { type RunningSchemaApi, startSchemaApi } from '../../src/start-schema-api.ts';
import { sampleRelease, sampleVersions } from '../sample-releases.ts';
import { startTroubledDatabase, type TroubledDatabase } from './troubled-database.ts';

/** Clients that ask without a pause: 50 in `pnpm test:faults`. `pnpm test` has each fault without a load. */
const clients = Number(process.env.FAULT_CLIENTS ?? 0);

/** What memory has after one answer, and what is always asked of the database. */
const kept = '/schema/2.0.0';
const asked = ['/audit', '/tokens', '/events', '/consumers'];
const token = 'a-token-of-the-faults-0123456789abcdef';

describe.skipIf(clients === 0)('under load', () => {
  let database: TroubledDatabase;
  let api: RunningSchemaApi;

  beforeAll(async () => {
    database = await startTroubledDatabase();
    await ensureCatalogSchema(database.connectionString, up);
    const pool = new pg.Pool({ connectionString: database.connectionString });
    const { catalog } = createStores(pool);
    for (const version of sampleVersions) await catalog.publish(sampleRelease(version));
    await pool.end();
    const env = { PORT: '0', LOG_LEVEL: 'silent', ADMIN_TOKEN: token, RATE_LIMIT: 'off' };
    api = await startSchemaApi(readConfig({ ...env, DATABASE_URL: database.connectionString }));
  });

  afterAll(async () => {
    await api?.close();
    await database?.[Symbol.asyncDispose]();
  });

  interface Answer {
    readonly path: string;
    readonly status: number;
    readonly retryAfter: string | null;
    readonly body: string;
  }

  async function ask(path: string): Promise<Answer> {
    const answer = await fetch(api.url + path, { headers: { authorization: `Bearer ${token}` } });
    const body = await answer.text();
    return { path, status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
  }

  let isOver: boolean;
  let answers: Answer[];
  let load: Promise<unknown>;

  beforeEach(async () => {
    await expect.poll(async () => (await ask('/readyz')).status).toBe(200);
    await ask(kept);
    isOver = false;
    answers = [];
    const one = async (client: number): Promise<void> => {
      for (let turn = client; !isOver; turn += 1) {
        answers.push(await ask(turn % 2 ? kept : (asked[turn % asked.length] ?? kept)));
      }
    };
    load = Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
    await expect.poll(() => answers.length).toBeGreaterThan(20);
  });

  /** However it ends, everybody was told the truth, and everything is as before. */
  afterEach(async () => {
    await expect.poll(async () => (await ask('/readyz')).status).toBe(200);
    for (const path of asked) await expect.poll(async () => (await ask(path)).status).toBe(200);
    isOver = true;
    await load;
    const { port } = new URL(database.connectionString);
    for (const { path, status, retryAfter, body } of answers) {
      expect([200, 503], `${path}: ${body}`).toContain(status);
      if (path === kept) expect(status, body).toBe(200);
      if (status !== 503) continue;
      expect(retryAfter).toBe('5');
      expect(body).not.toContain(port);
      expect(body).not.toMatch(/127\.0\.0\.1|postgres(?:ql)?:\/\//);
    }
  });

  const refusals = () => answers.filter(({ status }) => status === 503).length;

  test('connections that are cut again and again', async () => {
    for (let times = 0; times < clients; times += 1) {
      const before = answers.length;
      database.cut();
      await expect.poll(() => answers.length).toBeGreaterThan(before + clients);
    }
  });

  test('a server that is restarted', async () => {
    await database.restart(async () => {
      await expect.poll(refusals).toBeGreaterThan(clients);
      expect((await ask('/readyz')).status).toBe(503);
      expect((await ask('/healthz')).status).toBe(200);
    });
  });

  test('a server that is frozen', async () => {
    database.freeze();
    await expect.poll(refusals, { timeout: 100_000 }).toBeGreaterThan(0);
    expect((await ask('/readyz')).status).toBe(503);
    expect((await ask(kept)).status).toBe(200);
    database.thaw();
  });
});
