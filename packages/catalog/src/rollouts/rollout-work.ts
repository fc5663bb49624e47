import { isSchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { inTransaction, withClient } from '../database/with-client.ts';
import { createRun, type Enqueue, type NewRun } from '../runs/run-store.ts';
import type { Rollout } from './rollout.ts';
import { type EnqueueRollout, findRollout } from './rollout-store.ts';

/** The run for an environment whose turn it is, or why there can be none. */
export type Turn =
  | { readonly kind: 'run'; readonly run: NewRun }
  | { readonly kind: 'refused'; readonly error: SchemaServiceErrorData };

/** How the next runs of a rollout are made. */
export interface RolloutSteps {
  /** Asked before anything is locked. */
  readonly prepare: (environment: string, rollout: Rollout) => Promise<Turn>;
  readonly enqueue: Enqueue;
  readonly enqueueRollout: EnqueueRollout;
}

/** The rollouts, as workers see them. */
export interface RolloutWork {
  /** Begins what may begin now: the next environments, the next stage, or its end. Any number of workers may ask at once. */
  readonly advance: (id: string, steps: RolloutSteps) => Promise<void>;
  /** Those that are under way: what has woken nobody is looked at again. */
  readonly underWay: () => Promise<readonly string[]>;
}

/** The rollouts, for a worker, in the catalog's database. */
export function createRolloutWork(pool: Pool): RolloutWork {
  return {
    advance: async (id, steps) => {
      const next = await withClient(pool, async (client) => {
        const rollout = await findRollout(client, id);
        return rollout?.status === 'running' ? nextTurns(client, rollout) : undefined;
      });
      if (!next) return;
      const turns = new Map<string, Turn>();
      for (const environment of next.environments) {
        turns.set(environment, await steps.prepare(environment, next.rollout));
      }
      await inTransaction(pool, (client) => advance(client, id, turns, steps));
    },
    underWay: () =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `SELECT id FROM schema_catalog.rollout WHERE status = 'running' ORDER BY id LIMIT 100`,
        );
        return rows.map(({ id }) => id);
      }),
  };
}

interface NextTurns {
  readonly rollout: Rollout;
  readonly environments: readonly string[];
}

/** Who would begin now: as many as may run at once, and no list of all. */
async function nextTurns(client: PoolClient, rollout: Rollout): Promise<NextTurns> {
  const { id, stage, concurrency, counts, failureBudget, pausedUntil } = rollout;
  const isPaused = pausedUntil !== null && new Date(pausedUntil) > new Date();
  const free = counts.failed > failureBudget || isPaused ? 0 : concurrency - counts.running;
  const { rows } = await client.query<{ environment: string }>(
    `SELECT environment FROM schema_catalog.rollout_environment
     WHERE rollout_id = $1 AND status = 'waiting' AND stage = $2 ORDER BY position LIMIT $3`,
    [id, stage, Math.max(0, free)],
  );
  return { rollout, environments: rows.map(({ environment }) => environment) };
}

async function advance(
  client: PoolClient,
  id: string,
  turns: ReadonlyMap<string, Turn>,
  steps: RolloutSteps,
): Promise<void> {
  const rollout = await findRollout(client, id, 'FOR UPDATE');
  if (rollout?.status !== 'running') return;
  const { counts, stage, stages, failureBudget } = rollout;
  if (counts.failed > failureBudget) return setStatus(client, id, 'stopped');
  const now = stages[stage];
  if (now && now.waiting + now.running === 0) return endStage(client, rollout, steps);
  const { environments } = await nextTurns(client, rollout);
  let refused = 0;
  for (const environment of environments) {
    const turn = turns.get(environment);
    if (turn && !(await begin(client, rollout, environment, turn, steps))) refused += 1;
  }
  // What was refused ended nothing that would wake somebody.
  if (refused > 0) await steps.enqueueRollout(client, id);
}

async function endStage(
  client: PoolClient,
  { id, stage, stages, counts, pauseMs }: Rollout,
  { enqueueRollout }: RolloutSteps,
): Promise<void> {
  if (stage + 1 >= stages.length) {
    return setStatus(client, id, counts.failed + counts.cancelled > 0 ? 'failed' : 'success');
  }
  const { rows } = await client.query<{ until: Date }>(
    `UPDATE schema_catalog.rollout SET stage = stage + 1,
       stage_not_before = clock_timestamp() + $2 * interval '1 ms'
     WHERE id = $1 RETURNING stage_not_before AS until`,
    [id, pauseMs],
  );
  await enqueueRollout(client, id, pauseMs > 0 ? rows[0]?.until : undefined);
}

async function setStatus(
  client: PoolClient,
  id: string,
  status: 'stopped' | 'success' | 'failed',
): Promise<void> {
  await client.query(
    `UPDATE schema_catalog.rollout SET status = $2,
       finished_at = CASE WHEN $2 <> 'stopped' THEN clock_timestamp() END WHERE id = $1`,
    [id, status],
  );
}

/** @returns whether a run began */
async function begin(
  client: PoolClient,
  { id, startedBy }: Rollout,
  environment: string,
  turn: Turn,
  { enqueue }: RolloutSteps,
): Promise<boolean> {
  const end = async (
    status: 'running' | 'failed',
    run: string | null,
    error: SchemaServiceErrorData | null,
  ): Promise<void> => {
    await client.query(
      `UPDATE schema_catalog.rollout_environment SET status = $3, run_id = $4, error = $5
       WHERE rollout_id = $1 AND environment = $2`,
      [id, environment, status, run, error === null ? null : JSON.stringify(error)],
    );
  };
  if (turn.kind === 'refused') {
    await end('failed', null, turn.error);
    return false;
  }
  try {
    const origin = { actor: startedBy };
    const run = await createRun(client, { ...turn.run, rolloutId: id }, origin, enqueue);
    await end('running', run.id, null);
    return true;
  } catch (error) {
    // It was found by asking, and has broken nothing of the transaction.
    if (!isSchemaServiceError(error) || error.code !== 'RUN_IN_PROGRESS') throw error;
    await end('failed', null, error.toJSON());
    return false;
  }
}
