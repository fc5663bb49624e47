import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Claim,
  createRolloutWork,
  createRunWork,
  inTransaction,
  type Rollout,
  type Stores,
} from '@schema-service/catalog';
import type { SchemaServiceErrorData } from '@schema-service/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { createVersionComparison } from '../comparison/compare-versions.ts';
import { createCatalogSource } from '../environments/catalog-source.ts';
import type { Environments } from '../environments/environment-config.ts';
import { environmentUnknown } from '../environments/environment-error.ts';
import { nextOpening } from '../environments/windows.ts';
import type { Job, Queue } from '../queue/open-queue.ts';
import { createEventRecorder } from './event-recorder.ts';
import { executeRun, type RunOutcome } from './execute-run.ts';
import { prepareTurn } from './prepare-turn.ts';

export interface WorkerOptions {
  readonly pool: Pool;
  readonly stores: Stores;
  readonly environments: Environments;
  readonly queue: Queue;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
  /** Runs at once. Default 4. */
  readonly concurrency?: number;
  /** After how long without such a word another takes its runs, in ms. Default 15,000. It says so ten times as often, and at least once a second. */
  readonly silentMs?: number;
}

/** A run that ends every worker which begins with it is not begun for ever. */
const MOST_ATTEMPTS = 20;

/** Takes runs from the queue, and does them in this process. */
export interface RunWorker extends AsyncDisposable {
  /** As runs and their events name it. */
  readonly name: string;
}

interface ActiveRun {
  readonly cancel: AbortController;
  /** Another worker has it: nothing of it is ours to write. */
  isLost: boolean;
}

/**
 * Starts a worker. Disposing of it lets the statements under way come to their ends, and hands what
 * is left to the other workers.
 */
export async function startWorker(options: WorkerOptions): Promise<RunWorker> {
  const { pool, stores, environments, queue, log } = options;
  const { concurrency = 4, silentMs = 15_000 } = options;
  const heartbeatMs = Math.min(1_000, silentMs / 10);
  const name = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;
  const work = createRunWork(pool);
  const sourceFor = createCatalogSource(stores.catalog, createVersionComparison(stores.catalog));
  const rollouts = createRolloutWork(pool);
  const steps = {
    prepare: (environment: string, rollout: Rollout) =>
      prepareTurn(environment, rollout, { environments, sourceFor }),
    enqueue: queue.enqueue,
    enqueueRollout: queue.enqueueRollout,
  };
  const active = new Map<string, ActiveRun>();
  const stopping = new AbortController();
  const ended = new AbortController();

  async function handle(job: Job): Promise<void> {
    if ('run' in job) await handleRun(job.run);
    else if (!stopping.signal.aborted) await rollouts.advance(job.rollout, steps);
  }

  async function handleRun(id: string): Promise<void> {
    if (stopping.signal.aborted || (await postponed(id))) return;
    const claim = await work.claim(id, name);
    if (claim) await doRun(claim);
  }

  /** Windows close while a run waits for its turn. */
  async function postponed(id: string): Promise<boolean> {
    const run = await stores.runs.find(id);
    if (!run || run.dryRun || run.attempts > 0) return false;
    const windows = environments.get(run.environment)?.policy.windows ?? [];
    const now = new Date();
    const opens = nextOpening(windows, now);
    if (opens <= now) return false;
    await work.postpone(id, opens, queue.enqueue);
    return true;
  }

  async function doRun(claim: Claim): Promise<void> {
    const own: ActiveRun = { cancel: new AbortController(), isLost: false };
    active.set(claim.token, own);
    try {
      const outcome = await outcomeOf(claim, own);
      if (!own.isLost) await settle(claim, outcome);
    } finally {
      active.delete(claim.token);
    }
  }

  async function outcomeOf(claim: Claim, { cancel }: ActiveRun): Promise<RunOutcome> {
    const environment = environments.get(claim.run.environment);
    if (!environment) {
      return { status: 'failed', error: environmentUnknown(claim.run.environment).toJSON() };
    }
    if (claim.run.attempts > MOST_ATTEMPTS) {
      return { status: 'failed', error: workersLost(claim.run.attempts - 1) };
    }
    const recorder = createEventRecorder((events) => work.record(claim, events), ended.signal);
    const outcome = await executeRun(claim, {
      ...{ environment, sourceFor, recorder },
      mark: (ledger) => untilKept(() => work.mark(claim, ledger), claim),
      cancel: cancel.signal,
      stop: stopping.signal,
    });
    await recorder.flush();
    return outcome;
  }

  const settle = (claim: Claim, outcome: RunOutcome): Promise<void> =>
    untilKept(
      () =>
        outcome.status === 'stopped'
          ? work.handBack(claim, queue.enqueue)
          : work.finish(claim, outcome, async (client, { rolloutId }) => {
              if (rolloutId !== null) await queue.enqueueRollout(client, rolloutId);
            }),
      claim,
    );

  /** Until the catalog's database takes it; if this process ends before, another asks the ledger. */
  async function untilKept(keep: () => Promise<boolean>, { run }: Claim): Promise<void> {
    for (let pause = 250; !ended.signal.aborted; pause = Math.min(pause * 2, 5_000)) {
      try {
        await keep();
        return;
      } catch (error) {
        log.warn({ err: error, run: run.id }, 'Something of a run could not be recorded yet.');
        await sleep(pause, undefined, { signal: ended.signal }).catch(() => {});
      }
    }
  }

  /** Says that its runs are alive, hears of those that are to end, and takes those of workers that are gone. */
  async function beat(): Promise<void> {
    const tokens = [...active.keys()];
    if (tokens.length > 0) {
      const held = await work.heartbeat(tokens);
      for (const token of tokens) {
        const own = active.get(token);
        const heard = held.find((one) => one.token === token);
        if (!own || (heard && !heard.cancelAsked)) continue;
        own.isLost ||= !heard;
        own.cancel.abort();
      }
    }
    if (stopping.signal.aborted) return;
    const lost = await work.recover(silentMs, queue.enqueue);
    for (const id of await rollouts.underWay()) {
      await inTransaction(pool, (client) => queue.enqueueRollout(client, id));
    }
    if (lost.length > 0) log.warn({ runs: lost }, 'The workers of these runs were lost.');
  }

  async function keepBeating(): Promise<void> {
    while (!ended.signal.aborted) {
      await beat().catch((error: unknown) => log.warn({ err: error }, 'No heartbeat.'));
      await sleep(heartbeatMs, undefined, { signal: ended.signal, ref: false }).catch(() => {});
    }
  }

  const beating = keepBeating();
  await queue.work(
    (job) =>
      handle(job).catch((error: unknown) => log.error({ err: error, ...job }, 'A job failed.')),
    concurrency,
  );
  log.info({ worker: name, concurrency }, 'Takes runs.');
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      log.info({ worker: name, runs: active.size }, 'Takes no further run.');
      await queue.stopWork();
      while (active.size > 0) await sleep(20);
      ended.abort();
      await beating;
    },
  };
}

function workersLost(attempts: number): SchemaServiceErrorData {
  return {
    code: 'RUN_BROKEN',
    message: `${attempts} workers have begun with the run, and none has ended it.`,
    why: 'They were lost or ended before.',
    fix: 'See what ends them (memory, a deployment that comes again and again), and retry.',
  };
}
