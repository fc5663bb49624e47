import type { Enqueue, EnqueueRollout } from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import type { FastifyBaseLogger } from 'fastify';
import { PgBoss } from 'pg-boss';

/** The queue's own tables, beside the catalog's. */
const SCHEMA = 'schema_queue';
const RUNS = 'run';

/** What is to be done for a run, or for a rollout. */
export type Job = { readonly run: string } | { readonly rollout: string };

/**
 * Wakes workers: what is to be done, and whether it is done, the catalog's tables say. A job that is
 * lost or comes twice changes nothing but the time.
 */
export interface Queue extends AsyncDisposable {
  /** In the transaction of the caller. */
  readonly enqueue: Enqueue;
  readonly enqueueRollout: EnqueueRollout;
  /** Takes jobs, so many at once, until {@link Queue.stopWork}. */
  readonly work: (handle: (job: Job) => Promise<void>, concurrency: number) => Promise<void>;
  /** Takes no further job. */
  readonly stopWork: () => Promise<void>;
}

export interface QueueOptions {
  readonly databaseUrl: string;
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
  /** Whether this process works, and so cleans up and listens for jobs. */
  readonly isWorker: boolean;
}

/** Opens the queue, and makes its tables where they are missing. The role needs CREATE on the database for that. */
export async function openQueue({ databaseUrl, log, isWorker }: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    connectionTimeoutMillis: 5_000,
    ...readDatabaseUrl(databaseUrl).config,
    application_name: 'schema-api queue',
    schema: SCHEMA,
    max: 2,
    supervise: isWorker,
    schedule: false,
    useListenNotify: isWorker,
    registerInstance: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'The queue has a problem.'));
  await boss.start();
  // A second job of the same key is not queued while one is. Its end is not awaited for ever: a run says itself that it lives.
  await boss.createQueue(RUNS, {
    policy: 'short',
    notify: true,
    retryLimit: 0,
    expireInSeconds: 86_400,
    deleteAfterSeconds: 3_600,
  });

  const send = async (
    client: Parameters<Enqueue>[0],
    job: Job,
    key: string,
    startAfter?: Date,
  ): Promise<void> => {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const later = startAfter === undefined ? {} : { startAfter };
    await boss.send(RUNS, job, { db, singletonKey: key, ...later });
  };
  return {
    enqueue: (client, { id, notBefore }) =>
      send(client, { run: id }, `run ${id}`, notBefore === null ? undefined : new Date(notBefore)),
    enqueueRollout: (client, id, after) => send(client, { rollout: id }, `rollout ${id}`, after),
    work: async (handle, concurrency) => {
      const options = { localConcurrency: concurrency, batchSize: 1, pollingIntervalSeconds: 1 };
      await boss.work<Job>(RUNS, options, async (jobs) => {
        for (const { data } of jobs) await handle(data);
      });
    },
    stopWork: () => boss.offWork(RUNS, { wait: false }),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: true }),
  };
}
