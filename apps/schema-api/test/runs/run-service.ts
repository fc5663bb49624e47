import { randomUUID } from 'node:crypto';
import {
  createStores,
  type PublishedRelease,
  type Scope,
  type Stores,
} from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import type { MigrationSource } from '@schema-service/migrator';
import pg from 'pg';
import { buildServer } from '../../src/build-server.ts';
import { createVersionComparison } from '../../src/comparison/compare-versions.ts';
import { createCatalogSource } from '../../src/environments/catalog-source.ts';
import type { EnvironmentConfiguration } from '../../src/environments/environment-config.ts';
import { openQueue, type Queue } from '../../src/queue/open-queue.ts';
import { openRunSignals } from '../../src/worker/open-workplace.ts';
import { type RunWorker, startWorker, type WorkerOptions } from '../../src/worker/run-worker.ts';
import { emptyCatalog } from '../empty-catalog.ts';
import { testTokens } from '../test-tokens.ts';
import { SHOP } from './migrating-releases.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Tokens of the tests, by their names. */
const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  deployer: ['migrate:shop', 'approve:shop'],
  approver: ['approve:shop'],
  reader: ['read'],
};

async function createTokens(stores: Stores): Promise<ReadonlyMap<string, string>> {
  const { admin, make } = await testTokens(stores);
  const made = new Map([['admin', admin.text]]);
  for (const [name, scopes] of Object.entries(SCOPES)) {
    made.set(name, (await make(name, ...scopes)).text);
  }
  return made;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer that a test looks into
  readonly body: any;
}

/** A Schema API with an environment `shop`, on real databases. */
export interface RunService extends AsyncDisposable {
  readonly url: string;
  readonly stores: Stores;
  readonly queue: Queue;
  readonly tokens: ReadonlyMap<string, string>;
  /** As the worker takes them from the catalog. */
  readonly migrations: () => Promise<MigrationSource>;
  readonly pool: pg.Pool;
  readonly catalogUrl: string;
  /** Of the environment's database. */
  readonly shopUrl: string;
  readonly ask: (
    path: string,
    options?: {
      readonly token?: string;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    },
  ) => Promise<Answer>;
  /** Starts a run as `deployer`. */
  readonly start: (body?: unknown) => Promise<Answer>;
  /** The run once it is in one of the statuses. */
  readonly until: (id: string, ...statuses: readonly string[]) => Promise<Answer['body']>;
  readonly worker: (options?: Partial<WorkerOptions>) => Promise<RunWorker>;
  /** Another API process on the same database would be such a server. */
  readonly restart: () => Promise<void>;
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
}

export async function runService({
  releases = SHOP,
  policy = {},
  migrator = {},
  others = {},
}: {
  readonly releases?: readonly PublishedRelease[];
  readonly policy?: Partial<EnvironmentConfiguration['policy']>;
  readonly migrator?: EnvironmentConfiguration['migrator'];
  /** Environments of the group `fleet`, by the variables of their connections. */
  readonly others?: Readonly<Record<string, string>>;
} = {}): Promise<RunService> {
  const [catalogDatabase, shop] = await Promise.all([emptyCatalog(), createTestDatabase()]);
  const variable = `SHOP_URL_${randomUUID()}`;
  process.env[variable] = shop.connectionString;
  const environments = new Map<string, EnvironmentConfiguration>([
    [
      'shop',
      {
        ...({ kind: 'environmentConfiguration', name: 'shop', group: null, migrator } as const),
        connection: { variable },
        policy: { approval: false, allowDown: true, windows: [], ...policy },
      },
    ],
  ]);
  for (const [name, other] of Object.entries(others)) {
    environments.set(name, {
      ...{ kind: 'environmentConfiguration', name, group: 'fleet', migrator },
      connection: { variable: other },
      policy: { approval: false, allowDown: true, windows: [] },
    });
  }
  const pool = new pg.Pool({ connectionString: catalogDatabase.connectionString });
  pool.on('error', () => {});
  const stores = createStores(pool);
  for (const release of releases) await stores.catalog.publish(release);
  const tokens = await createTokens(stores);
  const databaseUrl = catalogDatabase.connectionString;
  const queue = await openQueue({ databaseUrl, log: silent, isWorker: true });
  const runSignals = openRunSignals(databaseUrl);
  const shopPool = new pg.Pool({ connectionString: shop.connectionString });
  shopPool.on('error', () => {});
  const workers: RunWorker[] = [];

  const build = () =>
    buildServer({
      ...{ stores, environments, runSignals },
      enqueue: queue.enqueue,
      enqueueRollout: queue.enqueueRollout,
    });
  let server = build();
  let url = await server.listen({ host: '127.0.0.1', port: 0 });

  const ask: RunService['ask'] = async (path, { token = 'admin', body, headers } = {}) => {
    const hasBody = body !== undefined;
    const response = await fetch(`${url}${path}`, {
      method: hasBody ? 'POST' : 'GET',
      headers: {
        ...(tokens.has(token) ? { authorization: `Bearer ${tokens.get(token)}` } : {}),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    get url() {
      return url;
    },
    ...{ stores, queue, pool, ask, tokens },
    migrations: () =>
      createCatalogSource(stores.catalog, createVersionComparison(stores.catalog))(undefined),
    catalogUrl: databaseUrl,
    shopUrl: shop.connectionString,
    start: (body = {}) => ask('/environments/shop/runs', { token: 'deployer', body }),
    until: async (id, ...statuses) => {
      if (id === undefined) throw new Error('The run was not started.');
      for (;;) {
        const { body } = await ask(`/runs/${id}`);
        if (statuses.includes(body.status)) return body;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    worker: async (options = {}) => {
      const worker = await startWorker({
        ...{ pool, stores, environments, queue, log: silent },
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    restart: async () => {
      await server.close();
      server = build();
      url = await server.listen({ host: '127.0.0.1', port: 0 });
    },
    query: async (sql) => (await shopPool.query(sql)).rows,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      for (const worker of workers) await worker[Symbol.asyncDispose]();
      await runSignals[Symbol.asyncDispose]();
      await queue[Symbol.asyncDispose]();
      await Promise.all([pool.end(), shopPool.end()]);
      await Promise.all([catalogDatabase.drop(), shop.drop()]);
    },
  };
}

/** Holds what a migration of the sample waits for: 42 within a transaction, 43 without one. */
export async function gate(service: RunService, lock: 42 | 43): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: service.shopUrl });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [lock]);
  return { [Symbol.asyncDispose]: () => client.end() };
}

/** How many wait there. */
export const waitsAt = (lock: 42 | 43): string =>
  `SELECT count(*)::int AS n FROM pg_locks WHERE objid = ${lock} AND NOT granted`;

export interface StreamedEvent {
  readonly id: number;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: an event that a test looks into
  readonly data: any;
}

/** Reads server-sent events to their end, or until one is the last that is wanted. */
export async function readStream(
  url: string,
  {
    lastEventId,
    until = () => false,
  }: {
    readonly lastEventId?: number;
    readonly until?: (event: StreamedEvent) => boolean;
  } = {},
): Promise<readonly StreamedEvent[]> {
  const response = await fetch(url, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  });
  const events: StreamedEvent[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block
          .split('\n')
          .map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
      );
      const data = fields.get('data');
      if (data === undefined) continue;
      const event = {
        id: Number(fields.get('id')),
        event: fields.get('event') ?? '',
        data: JSON.parse(data),
      };
      events.push(event);
      // Leaving the loop closes the connection.
      if (until(event)) return events;
    }
  }
  return events;
}
