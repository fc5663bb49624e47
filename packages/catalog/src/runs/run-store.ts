import { SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction, withClient } from '../database/with-client.ts';
import { isOfSameHand } from '../tokens/same-hand.ts';
import {
  type Run,
  type RunDirection,
  type RunEvent,
  type RunKind,
  type RunOptions,
  type RunPlan,
  type RunStatus,
  toRun,
} from './run.ts';
import { addRunEvents, recordEnd } from './run-events.ts';

/** A run that is asked for. */
export interface NewRun {
  readonly environment: string;
  readonly runKind: RunKind;
  readonly direction: RunDirection;
  readonly to?: string;
  /** Which version a contract ends, or an abandon takes back. */
  readonly version?: string;
  readonly dryRun?: boolean;
  readonly options?: RunOptions;
  /** Without one it plans when it begins. */
  readonly plan?: RunPlan;
  readonly needsApproval?: boolean;
  /** When the environment lets it begin, where that is not now. */
  readonly notBefore?: Date;
  readonly retryOf?: string;
  readonly rolloutId?: string;
  /** The same key of the same actor again is the same run. */
  readonly idempotencyKey?: string;
}

/** Puts a run into the queue, in the transaction that makes it ready: both are there or neither. */
export type Enqueue = (
  client: PoolClient,
  run: { readonly id: string; readonly notBefore: string | null },
) => Promise<void>;

/** The runs, as those see them who start, watch and end them. */
export interface RunStore {
  /** Throws `RUN_IN_PROGRESS` while another one is under way in the environment. */
  readonly create: (run: NewRun, origin: ChangeOrigin, enqueue: Enqueue) => Promise<Run>;
  readonly find: (id: string) => Promise<Run | undefined>;
  /** The newest first; those before an id, without one from the newest on. */
  readonly list: (filter: {
    readonly environment?: string;
    readonly status?: RunStatus;
    readonly rollout?: string;
    readonly before?: string;
    readonly limit: number;
  }) => Promise<readonly Run[]>;
  /** The run that is under way in an environment, or waits. */
  readonly current: (environment: string) => Promise<Run | undefined>;
  /** Oldest first, those after a number. */
  readonly events: (
    id: string,
    options: { readonly after: number; readonly limit: number },
  ) => Promise<readonly RunEvent[]>;
  /** Throws `RUN_NOT_WAITING`, `RUN_PLAN_CHANGED`, `RUN_APPROVED_BY_STARTER`. */
  readonly approve: (
    id: string,
    digest: string,
    origin: ChangeOrigin,
    enqueue: Enqueue,
  ) => Promise<Run>;
  /** Ends one that has not begun; asks the worker to end one that has. Throws `RUN_ENDED`. */
  readonly cancel: (id: string, origin: ChangeOrigin) => Promise<Run>;
}

/** The runs, in the catalog's database. */
export function createRunStore(pool: Pool): RunStore {
  return {
    create: (run, origin, enqueue) =>
      inTransaction(pool, (client) => createRun(client, run, origin, enqueue)),
    find: (id) => withClient(pool, (client) => findRun(client, id)),
    list: ({ environment, status, rollout, before, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query(
          `SELECT * FROM schema_catalog.run
           WHERE ($1::text IS NULL OR environment = $1) AND ($2::text IS NULL OR status = $2)
             AND ($3::bigint IS NULL OR rollout_id = $3) AND ($4::bigint IS NULL OR id < $4)
           ORDER BY id DESC LIMIT $5`,
          [environment ?? null, status ?? null, rollout ?? null, before ?? null, limit],
        );
        return rows.map(toRun);
      }),
    current: (environment) => withClient(pool, (client) => currentRun(client, environment)),
    events: (id, { after, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<{ seq: number; at: Date; event: RunEvent['event'] }>(
          `SELECT seq, at, event FROM schema_catalog.run_event
           WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
          [id, after, limit],
        );
        return rows.map(({ at, ...row }) => ({ kind: 'runEvent', at: at.toISOString(), ...row }));
      }),
    approve: (id, digest, origin, enqueue) =>
      inTransaction(pool, (client) => approveRun(client, id, digest, origin, enqueue)),
    cancel: (id, origin) => inTransaction(pool, (client) => cancelRun(client, id, origin)),
  };
}

async function findRun(client: PoolClient, id: string, lock = ''): Promise<Run | undefined> {
  const { rows } = await client.query(`SELECT * FROM schema_catalog.run WHERE id = $1 ${lock}`, [
    id,
  ]);
  return rows.map(toRun)[0];
}

async function currentRun(client: PoolClient, environment: string): Promise<Run | undefined> {
  const { rows } = await client.query(
    `SELECT * FROM schema_catalog.run
     WHERE environment = $1 AND status IN ('pending', 'running') AND NOT dry_run`,
    [environment],
  );
  return rows.map(toRun)[0];
}

/** In the transaction of the caller. */
export async function createRun(
  client: PoolClient,
  run: NewRun,
  origin: ChangeOrigin,
  enqueue: Enqueue,
): Promise<Run> {
  const { rows } = await client.query(
    `INSERT INTO schema_catalog.run (environment, kind, direction, target, version, dry_run, options,
       waiting_for, not_before, plan, plan_digest, started_by, started_by_token, retry_of,
       rollout_id, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT DO NOTHING RETURNING *`,
    [
      ...[run.environment, run.runKind, run.direction, run.to ?? null, run.version ?? null],
      run.dryRun ?? false,
      JSON.stringify(run.options ?? {}),
      run.needsApproval ? 'approval' : run.notBefore ? 'window' : null,
      run.notBefore ?? null,
      run.plan ? JSON.stringify(run.plan) : null,
      ...[run.plan?.digest ?? null, origin.actor, origin.tokenId ?? null, run.retryOf ?? null],
      ...[run.rolloutId ?? null, run.idempotencyKey ?? null],
    ],
  );
  const [created] = rows.map(toRun);
  if (!created) return existingRun(client, run, origin);
  const { id, environment, runKind, direction, to, dryRun, notBefore, waitingFor } = created;
  const of = created.version === null ? {} : { version: created.version };
  await addRunEvents(client, id, [
    { kind: 'runCreated', environment, runKind, direction, to, ...of, dryRun, by: origin.actor },
    ...(waitingFor ? [{ kind: 'runWaiting', for: waitingFor, until: notBefore }] : []),
  ]);
  const plan = created.plan?.digest;
  const detail = { environment, kind: runKind, direction, to, ...of, dryRun, plan };
  await recordChange(client, { action: 'run.start', subject: id, detail }, origin);
  if (waitingFor !== 'approval') await enqueue(client, created);
  return created;
}

/** The run that was asked for before under the same key, or a refusal. */
async function existingRun(client: PoolClient, run: NewRun, origin: ChangeOrigin): Promise<Run> {
  const { rows } = await client.query(
    `SELECT * FROM schema_catalog.run
     WHERE coalesce(started_by_token::text, started_by) = $1 AND idempotency_key = $2`,
    [origin.tokenId ?? origin.actor, run.idempotencyKey ?? null],
  );
  const [same] = rows.map(toRun);
  const isSame =
    same?.environment === run.environment &&
    same.direction === run.direction &&
    same.to === (run.to ?? null) &&
    same.version === (run.version ?? null);
  if (same && isSame) return same;
  if (same) throw keyReused(same);
  throw inProgress(run.environment, await currentRun(client, run.environment));
}

async function approveRun(
  client: PoolClient,
  id: string,
  digest: string,
  origin: ChangeOrigin,
  enqueue: Enqueue,
): Promise<Run> {
  const run = await findRun(client, id, 'FOR UPDATE');
  if (run?.status !== 'pending' || run.waitingFor !== 'approval') throw notWaiting(id);
  if (run.plan?.digest !== digest) throw planChanged(id);
  const isSameActor =
    run.startedBy === origin.actor ||
    (run.startedByToken !== null &&
      origin.tokenId !== undefined &&
      (await isOfSameHand(client, run.startedByToken, origin.tokenId)));
  if (isSameActor) throw approvedByStarter(id, origin.actor);
  const { rows } = await client.query(
    `UPDATE schema_catalog.run SET approved_by = $2, approved_by_token = $3,
       approved_at = clock_timestamp(),
       waiting_for = CASE WHEN not_before > clock_timestamp() THEN 'window' END
     WHERE id = $1 RETURNING *`,
    [id, origin.actor, origin.tokenId ?? null],
  );
  const [approved] = rows.map(toRun);
  if (!approved) throw notWaiting(id);
  await addRunEvents(client, id, [{ kind: 'runApproved', by: origin.actor, plan: digest }]);
  const detail = { environment: run.environment, plan: digest };
  await recordChange(client, { action: 'run.approve', subject: id, detail }, origin);
  await enqueue(client, approved);
  return approved;
}

/** In the transaction of the caller. */
export async function cancelRun(
  client: PoolClient,
  id: string,
  origin: ChangeOrigin,
): Promise<Run> {
  const run = await findRun(client, id, 'FOR UPDATE');
  if (!run || run.finishedAt !== null) throw ended(id, run?.status);
  // One that may have changed something is not ended here: a worker asks the ledger what that is.
  const isUntouched = run.status === 'pending' && run.ledgerMark === null;
  const { rows } = await client.query(
    `UPDATE schema_catalog.run SET cancelled_by = $2, cancel_asked_at = clock_timestamp()
       ${isUntouched ? ", status = 'cancelled', waiting_for = NULL, finished_at = clock_timestamp()" : ''}
     WHERE id = $1 RETURNING *`,
    [id, origin.actor],
  );
  const [cancelled] = rows.map(toRun);
  if (!cancelled) throw ended(id, undefined);
  await addRunEvents(client, id, [{ kind: 'cancelAsked', by: origin.actor }]);
  const detail = { environment: run.environment };
  await recordChange(client, { action: 'run.cancel', subject: id, detail }, origin);
  if (isUntouched) await recordEnd(client, cancelled);
  return cancelled;
}

function inProgress(environment: string, run: Run | undefined): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_IN_PROGRESS',
    message: `A run is under way in ${environment}${run ? `: ${run.id}, ${run.status}` : ''}.`,
    why: 'An environment has one run at a time.',
    fix: run
      ? `Wait for it (GET /runs/${run.id}/events), or cancel it (POST /runs/${run.id}/cancel).`
      : 'Try again.',
    meta: { environment, ...(run ? { run: run.id, status: run.status } : {}) },
  });
}

function keyReused({ id }: Run): SchemaServiceError {
  return new SchemaServiceError({
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: `The idempotency key belongs to run ${id}, which is another one.`,
    fix: 'Use a new key for every new run.',
    meta: { run: id },
  });
}

function notWaiting(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_NOT_WAITING',
    message: `Run ${id} does not wait for an approval.`,
    fix: `See where it is: GET /runs/${id}`,
    meta: { run: id },
  });
}

/** The plan that was looked at is not the plan that would run. */
export function planChanged(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_PLAN_CHANGED',
    message: `The plan of run ${id} is another one than that which was approved.`,
    why: 'What runs is what somebody has looked at.',
    fix: 'Look at the plan as it is now, and start or approve with its digest.',
    meta: { run: id },
  });
}

function approvedByStarter(id: string, actor: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_APPROVED_BY_STARTER',
    message: `${actor} has started run ${id}, and cannot approve it.`,
    why: 'The environment asks for a second person.',
    fix: 'Ask somebody else whose token has approve:<environment>.',
    meta: { run: id },
  });
}

function ended(id: string, status: string | undefined): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RUN_ENDED',
    message: `Run ${id} has ended${status ? `: ${status}` : ''}.`,
    fix: `See how: GET /runs/${id}`,
    meta: { run: id, ...(status ? { status } : {}) },
  });
}
