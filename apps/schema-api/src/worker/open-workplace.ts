import { createEventSignals, createStores, type EventSignals } from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import type { Config } from '../config/config.ts';
import type { Environments } from '../environments/environment-config.ts';
import { openQueue, type Queue } from '../queue/open-queue.ts';
import { startWorker } from './run-worker.ts';

/** What a process needs that starts runs, or does them. */
export interface Workplace extends AsyncDisposable {
  readonly queue: Queue;
}

/**
 * Opens the queue, and takes runs from it where this process is a worker. Disposing of it lets the
 * statements under way come to their ends, and hands what is left to other workers.
 */
export async function openWorkplace(
  config: Pick<Config, 'databaseUrl' | 'workerConcurrency' | 'workerTimeout'>,
  {
    pool,
    environments,
    log,
    isWorker,
  }: {
    readonly pool: pg.Pool;
    readonly environments: Environments;
    readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
    readonly isWorker: boolean;
  },
): Promise<Workplace> {
  const { databaseUrl, workerConcurrency: concurrency, workerTimeout: silentMs } = config;
  const queue = await openQueue({ databaseUrl, log, isWorker });
  const stores = createStores(pool);
  const worker = isWorker
    ? await startWorker({ pool, stores, environments, queue, log, concurrency, silentMs })
    : undefined;
  return {
    queue,
    [Symbol.asyncDispose]: async () => {
      await worker?.[Symbol.asyncDispose]();
      await queue[Symbol.asyncDispose]();
    },
  };
}

/** Says which runs have new events. Connects by itself, as soon as the database is there. */
export function openRunSignals(databaseUrl: string): EventSignals {
  return createEventSignals(() => connect(databaseUrl), 'schema_catalog_run');
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionTimeoutMillis: 5_000,
    application_name: 'schema-api runs',
    ...readDatabaseUrl(databaseUrl).config,
  });
  // A session that is ended as it begins: who listens hears of its end.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
