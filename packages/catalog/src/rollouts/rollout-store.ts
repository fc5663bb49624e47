import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction, withClient } from '../database/with-client.ts';
import { cancelRun } from '../runs/run-store.ts';
import {
  type Rollout,
  type RolloutEnvironment,
  type RolloutEnvironmentStatus,
  type StageCount,
  toRollout,
} from './rollout.ts';

/** A rollout that is asked for. */
export interface NewRollout {
  readonly group: string;
  readonly to: string;
  /** In the order in which they begin. */
  readonly environments: readonly string[];
  /** How many of them are in each stage; together all. */
  readonly stages: readonly number[];
  readonly concurrency: number;
  readonly failureBudget: number;
  readonly pauseMs: number;
}

/** Wakes a worker for a rollout, in the transaction that gives it something to do; not before a time. */
export type EnqueueRollout = (client: PoolClient, id: string, after?: Date) => Promise<void>;

/** The rollouts, as those see them who start, watch and end them. */
export interface RolloutStore {
  /** Throws `ROLLOUT_IN_PROGRESS` while another one of the group is not at its end. */
  readonly create: (
    rollout: NewRollout,
    origin: ChangeOrigin,
    enqueue: EnqueueRollout,
  ) => Promise<Rollout>;
  readonly find: (id: string) => Promise<Rollout | undefined>;
  /** The newest first. */
  readonly list: (filter: {
    readonly group?: string;
    readonly before?: string;
    readonly limit: number;
  }) => Promise<readonly Rollout[]>;
  /** In their order, those after a position. */
  readonly environments: (
    id: string,
    filter: {
      readonly status?: RolloutEnvironmentStatus;
      readonly after: number;
      readonly limit: number;
    },
  ) => Promise<readonly RolloutEnvironment[]>;
  /** Begins no further run, and lets those under way go on. Throws `ROLLOUT_NOT_RUNNING`. */
  readonly pause: (id: string, origin: ChangeOrigin) => Promise<Rollout>;
  /** Begins no further run, and ends those under way. Throws `ROLLOUT_ENDED`. */
  readonly cancel: (id: string, origin: ChangeOrigin) => Promise<Rollout>;
  /** Goes on, with those that failed once more. Throws `ROLLOUT_NOT_STOPPED`, `ROLLOUT_IN_PROGRESS`. */
  readonly resume: (id: string, origin: ChangeOrigin, enqueue: EnqueueRollout) => Promise<Rollout>;
}

/** Environments that are written at once. */
const CHUNK = 500;

/** The rollouts, in the catalog's database. */
export function createRolloutStore(pool: Pool): RolloutStore {
  return {
    create: (rollout, origin, enqueue) =>
      inTransaction(pool, (client) => create(client, rollout, origin, enqueue)),
    find: (id) => withClient(pool, (client) => findRollout(client, id)),
    list: ({ group, before, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query(
          `SELECT * FROM schema_catalog.rollout
           WHERE ($1::text IS NULL OR group_name = $1) AND ($2::bigint IS NULL OR id < $2)
           ORDER BY id DESC LIMIT $3`,
          [group ?? null, before ?? null, limit],
        );
        const all: Rollout[] = [];
        for (const row of rows) all.push(toRollout(row, await countsOf(client, row.id)));
        return all;
      }),
    environments: (id, { status, after, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<Omit<RolloutEnvironment, 'kind'>>(
          `SELECT position, environment, stage, status, run_id AS run, error
           FROM schema_catalog.rollout_environment
           WHERE rollout_id = $1 AND position > $2 AND ($3::text IS NULL OR status = $3)
           ORDER BY position LIMIT $4`,
          [id, after, status ?? null, limit],
        );
        return rows.map((row) => ({ kind: 'rolloutEnvironment', ...row }));
      }),
    pause: (id, origin) => inTransaction(pool, (client) => pause(client, id, origin)),
    cancel: (id, origin) => inTransaction(pool, (client) => cancel(client, id, origin)),
    resume: (id, origin, enqueue) =>
      inTransaction(pool, (client) => resume(client, id, origin, enqueue)),
  };
}

export async function countsOf(client: PoolClient, id: string): Promise<readonly StageCount[]> {
  const { rows } = await client.query<StageCount>(
    `SELECT stage, status, count(*)::int AS count FROM schema_catalog.rollout_environment
     WHERE rollout_id = $1 GROUP BY stage, status`,
    [id],
  );
  return rows;
}

export async function findRollout(
  client: PoolClient,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Rollout | undefined> {
  const { rows } = await client.query(
    `SELECT * FROM schema_catalog.rollout WHERE id = $1 ${lock}`,
    [id],
  );
  return rows[0] && toRollout(rows[0], await countsOf(client, id));
}

async function create(
  client: PoolClient,
  rollout: NewRollout,
  origin: ChangeOrigin,
  enqueue: EnqueueRollout,
): Promise<Rollout> {
  const { group, to, environments, stages, concurrency, failureBudget, pauseMs } = rollout;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO schema_catalog.rollout (group_name, target, stages, concurrency, failure_budget,
       pause_ms, started_by, started_by_token)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...[group, to, stages, concurrency, failureBudget, pauseMs],
      ...[origin.actor, origin.tokenId ?? null],
    ],
  );
  const [created] = rows;
  if (!created) throw inProgress(group);
  const { id } = created;
  const stageOf = stages.flatMap((size, stage) => new Array<number>(size).fill(stage));
  for (let at = 0; at < environments.length; at += CHUNK) {
    await client.query(
      `INSERT INTO schema_catalog.rollout_environment (rollout_id, position, environment, stage)
       SELECT $1, $2 + n, environment, stage
       FROM unnest($3::text[], $4::int[]) WITH ORDINALITY AS added (environment, stage, n)`,
      [id, at, environments.slice(at, at + CHUNK), stageOf.slice(at, at + CHUNK)],
    );
  }
  const detail = { group, to, stages, environments: environments.length };
  await recordChange(client, { action: 'rollout.start', subject: id, detail }, origin);
  await enqueue(client, id);
  return known(await findRollout(client, id), id);
}

async function pause(client: PoolClient, id: string, origin: ChangeOrigin): Promise<Rollout> {
  const rollout = known(await findRollout(client, id, 'FOR UPDATE'), id);
  if (rollout.status !== 'running') throw notRunning(rollout);
  await client.query(`UPDATE schema_catalog.rollout SET status = 'stopped' WHERE id = $1`, [id]);
  const detail = { group: rollout.group };
  await recordChange(client, { action: 'rollout.pause', subject: id, detail }, origin);
  return known(await findRollout(client, id), id);
}

async function cancel(client: PoolClient, id: string, origin: ChangeOrigin): Promise<Rollout> {
  const rollout = known(await findRollout(client, id, 'FOR UPDATE'), id);
  if (rollout.finishedAt !== null) throw ended(rollout);
  await client.query(
    `UPDATE schema_catalog.rollout SET status = 'cancelled', finished_at = clock_timestamp()
     WHERE id = $1`,
    [id],
  );
  await client.query(
    `UPDATE schema_catalog.rollout_environment SET status = 'cancelled'
     WHERE rollout_id = $1 AND status = 'waiting'`,
    [id],
  );
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM schema_catalog.run WHERE rollout_id = $1 AND finished_at IS NULL ORDER BY id`,
    [id],
  );
  for (const run of rows) {
    await cancelRun(client, run.id, origin).catch((error: unknown) => {
      // It has ended meanwhile.
      if (!isSchemaServiceError(error) || error.code !== 'RUN_ENDED') throw error;
    });
  }
  const detail = { group: rollout.group };
  await recordChange(client, { action: 'rollout.cancel', subject: id, detail }, origin);
  return known(await findRollout(client, id), id);
}

async function resume(
  client: PoolClient,
  id: string,
  origin: ChangeOrigin,
  enqueue: EnqueueRollout,
): Promise<Rollout> {
  const rollout = known(await findRollout(client, id, 'FOR UPDATE'), id);
  const { group, status } = rollout;
  if (status !== 'stopped' && status !== 'failed') throw notStopped(rollout);
  const others = await client.query(
    `SELECT FROM schema_catalog.rollout
     WHERE group_name = $1 AND id <> $2 AND status IN ('running', 'stopped')`,
    [group, id],
  );
  if (others.rowCount !== 0) throw inProgress(group);
  await client.query(
    `UPDATE schema_catalog.rollout_environment SET status = 'waiting', run_id = NULL, error = NULL
     WHERE rollout_id = $1 AND status IN ('failed', 'cancelled')`,
    [id],
  );
  await client.query(
    `UPDATE schema_catalog.rollout SET status = 'running', finished_at = NULL, stage = coalesce(
       (SELECT min(stage) FROM schema_catalog.rollout_environment
        WHERE rollout_id = $1 AND status = 'waiting'), stage)
     WHERE id = $1`,
    [id],
  );
  const detail = { group };
  await recordChange(client, { action: 'rollout.resume', subject: id, detail }, origin);
  await enqueue(client, id);
  return known(await findRollout(client, id), id);
}

function known(rollout: Rollout | undefined, id: string): Rollout {
  if (rollout) return rollout;
  throw new SchemaServiceError({
    code: 'ROLLOUT_NOT_FOUND',
    message: `There is no rollout ${id}.`,
    fix: 'GET /rollouts lists them.',
    meta: { rollout: id },
  });
}

function inProgress(group: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ROLLOUT_IN_PROGRESS',
    message: `A rollout of the group ${group} is not at its end.`,
    why: 'A group has one rollout at a time.',
    fix: `Wait for it, resume or cancel it: GET /rollouts?group=${group}`,
    meta: { group },
  });
}

function ended({ id, status }: Rollout): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ROLLOUT_ENDED',
    message: `Rollout ${id} has ended: ${status}.`,
    fix: `See how: GET /rollouts/${id}`,
    meta: { rollout: id, status },
  });
}

function notRunning({ id, status }: Rollout): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ROLLOUT_NOT_RUNNING',
    message: `Rollout ${id} does not go on: it is ${status}.`,
    fix: `See where it is: GET /rollouts/${id}`,
    meta: { rollout: id, status },
  });
}

function notStopped({ id, status }: Rollout): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ROLLOUT_NOT_STOPPED',
    message: `Rollout ${id} does not wait to be resumed: it is ${status}.`,
    fix: `See where it is: GET /rollouts/${id}`,
    meta: { rollout: id, status },
  });
}
