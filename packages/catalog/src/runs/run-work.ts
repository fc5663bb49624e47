import type { SchemaServiceErrorData } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { inTransaction, withClient } from '../database/with-client.ts';
import { recordEvent } from '../events/event-log.ts';
import { type Run, type RunEvent, type RunResult, toRun } from './run.ts';
import { addRunEvents, recordEnd } from './run-events.ts';
import type { Enqueue } from './run-store.ts';

/** The right to work on a run, until another worker takes it. */
export interface Claim {
  readonly run: Run;
  readonly token: string;
  /** Whether a worker began with it before and was lost, or stopped. */
  readonly isTakenOver: boolean;
}

export interface RunEnd {
  readonly status: 'success' | 'failed' | 'cancelled';
  readonly result?: RunResult;
  readonly error?: SchemaServiceErrorData;
}

/** How a claim stands. */
export interface Heartbeat {
  readonly token: string;
  readonly cancelAsked: boolean;
}

/** The runs, as workers see them. Everything but `claim` is void for a claim that another worker has taken. */
export interface RunWork {
  /** Nothing where it is not ready: it waits, it has ended, or another worker is at it. */
  readonly claim: (run: string, worker: string) => Promise<Claim | undefined>;
  /** Says that the worker lives. What is not in the answer is not its any more. */
  readonly heartbeat: (tokens: readonly string[]) => Promise<readonly Heartbeat[]>;
  /** Where the ledger stood before the run. */
  readonly mark: (
    claim: Claim,
    ledger: { readonly mark: number; readonly fromVersion: string | null },
  ) => Promise<boolean>;
  /** @returns whether the claim still holds */
  readonly record: (claim: Claim, events: readonly RunEvent['event'][]) => Promise<boolean>;
  /** Ends it; `then` runs in the same transaction. */
  readonly finish: (
    claim: Claim,
    end: RunEnd,
    then?: (client: PoolClient, run: Run) => Promise<void>,
  ) => Promise<boolean>;
  /** Gives it to whichever worker is next. */
  readonly handBack: (claim: Claim, enqueue: Enqueue) => Promise<boolean>;
  /** Lets one that nobody works on wait until its window opens. */
  readonly postpone: (run: string, until: Date, enqueue: Enqueue) => Promise<void>;
  /** Takes runs from workers that have not been heard of, and puts those that are ready and in no queue into it. */
  readonly recover: (silentForMs: number, enqueue: Enqueue) => Promise<readonly string[]>;
}

/** The runs, for a worker, in the catalog's database. */
export function createRunWork(pool: Pool): RunWork {
  /** Does something with the run whose row is locked, while the claim holds. */
  const whileClaimed = (
    { run, token }: Claim,
    work: (client: PoolClient) => Promise<void>,
  ): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        'SELECT FROM schema_catalog.run WHERE id = $1 AND claim = $2 FOR UPDATE',
        [run.id, token],
      );
      if (rowCount === 0) return false;
      await work(client);
      return true;
    });

  return {
    claim: (run, worker) => inTransaction(pool, (client) => claimRun(client, run, worker)),
    heartbeat: (tokens) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<Heartbeat>(
          `UPDATE schema_catalog.run SET heartbeat_at = clock_timestamp() WHERE claim = ANY ($1::uuid[])
           RETURNING claim AS token, cancel_asked_at IS NOT NULL AS "cancelAsked"`,
          [tokens],
        );
        return rows;
      }),
    mark: (claim, { mark, fromVersion }) =>
      whileClaimed(claim, async (client) => {
        await client.query(
          'UPDATE schema_catalog.run SET ledger_mark = $2, from_version = $3 WHERE id = $1',
          [claim.run.id, mark, fromVersion],
        );
      }),
    record: (claim, events) =>
      whileClaimed(claim, async (client) => {
        await addRunEvents(client, claim.run.id, events);
        for (const event of events) await recordDrift(client, claim.run, event);
      }),
    finish: (claim, { status, result, error }, then) =>
      whileClaimed(claim, async (client) => {
        const { rows } = await client.query(
          `UPDATE schema_catalog.run SET status = $2, result = $3, error = $4, claim = NULL,
             finished_at = clock_timestamp() WHERE id = $1 RETURNING *`,
          [
            ...[claim.run.id, status, result ? JSON.stringify(result) : null],
            error ? JSON.stringify(error) : null,
          ],
        );
        const [run] = rows.map(toRun);
        if (!run) return;
        await recordEnd(client, run);
        await then?.(client, run);
      }),
    handBack: (claim, enqueue) =>
      whileClaimed(claim, async (client) => {
        const { id, worker } = claim.run;
        await client.query(
          `UPDATE schema_catalog.run SET status = 'pending', claim = NULL WHERE id = $1`,
          [id],
        );
        await addRunEvents(client, id, [{ kind: 'runHandedBack', worker }]);
        await enqueue(client, { id, notBefore: null });
      }),
    postpone: (id, until, enqueue) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(
          `UPDATE schema_catalog.run SET not_before = $2, waiting_for = 'window'
           WHERE id = $1 AND status = 'pending' AND waiting_for IS DISTINCT FROM 'approval'
           RETURNING *`,
          [id, until],
        );
        const [run] = rows.map(toRun);
        if (!run) return;
        await addRunEvents(client, id, [
          { kind: 'runWaiting', for: 'window', until: run.notBefore },
        ]);
        await enqueue(client, run);
      }),
    recover: (silentForMs, enqueue) =>
      inTransaction(pool, (client) => recoverRuns(client, silentForMs, enqueue)),
  };
}

async function claimRun(
  client: PoolClient,
  id: string,
  worker: string,
): Promise<Claim | undefined> {
  const { rows } = await client.query(
    `UPDATE schema_catalog.run SET status = 'running', claim = gen_random_uuid(), worker = $2,
       waiting_for = NULL, heartbeat_at = clock_timestamp(), attempts = attempts + 1,
       started_at = coalesce(started_at, clock_timestamp())
     WHERE id = $1 AND status = 'pending' AND waiting_for IS DISTINCT FROM 'approval'
       AND (not_before IS NULL OR not_before <= clock_timestamp())
     RETURNING *`,
    [id, worker],
  );
  const [run] = rows.map(toRun);
  if (!run) return undefined;
  const isTakenOver = run.attempts > 1 && run.ledgerMark !== null;
  await addRunEvents(client, id, [{ kind: 'runStarted', worker, attempt: run.attempts }]);
  if (run.attempts === 1) {
    const { environment, runKind: kind, direction, to, version, dryRun, startedBy: by } = run;
    const of = version === null ? {} : { version };
    const data = { environment, kind, direction, to, ...of, dryRun, by };
    await recordEvent(client, { event: 'run.started', subject: id, data });
  }
  return { run, token: rows[0].claim as string, isTakenOver };
}

async function recordDrift(
  client: PoolClient,
  { id, environment }: Run,
  event: RunEvent['event'],
): Promise<void> {
  if (event.kind !== 'driftFound') return;
  const { version, when } = event;
  await recordEvent(client, {
    event: 'drift.found',
    subject: environment,
    data: { run: id, version, when },
  });
}

/** Workers that look at the same time do not wait for each other. */
async function recoverRuns(
  client: PoolClient,
  silentForMs: number,
  enqueue: Enqueue,
): Promise<readonly string[]> {
  const { rows } = await client.query(
    `SELECT * FROM schema_catalog.run
     WHERE status = 'running' AND heartbeat_at < clock_timestamp() - $1 * interval '1 ms'
     ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED`,
    [silentForMs],
  );
  for (const run of rows.map(toRun)) {
    await client.query(
      `UPDATE schema_catalog.run SET status = 'pending', claim = NULL WHERE id = $1`,
      [run.id],
    );
    await addRunEvents(client, run.id, [{ kind: 'workerLost', worker: run.worker }]);
    await enqueue(client, { ...run, notBefore: null });
  }
  const { rows: forgotten } = await client.query(
    `SELECT * FROM schema_catalog.run
     WHERE status = 'pending' AND waiting_for IS DISTINCT FROM 'approval'
       AND greatest(created_at, not_before, approved_at, heartbeat_at)
         < clock_timestamp() - $1 * interval '1 ms'
     ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED`,
    [silentForMs],
  );
  for (const run of forgotten.map(toRun)) await enqueue(client, run);
  return rows.map(toRun).map(({ id }) => id);
}
