import type { PoolClient } from 'pg';
import { type EventKind, recordEvent } from '../events/event-log.ts';
import { LAST_RUN_EVENT, type Run, type RunEvent } from './run.ts';

/** Adds to the events of a run whose row the transaction has locked. */
export async function addRunEvents(
  client: PoolClient,
  run: string,
  events: readonly RunEvent['event'][],
): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `INSERT INTO schema_catalog.run_event (run_id, seq, event)
     SELECT $1, coalesce((SELECT max(seq) FROM schema_catalog.run_event WHERE run_id = $1), 0) + n, event
     FROM unnest($2::json[]) WITH ORDINALITY AS added (event, n)`,
    [run, events.map((event) => JSON.stringify(event))],
  );
}

const eventOf: Readonly<Record<'success' | 'failed' | 'cancelled', EventKind>> = {
  success: 'run.finished',
  cancelled: 'run.finished',
  failed: 'run.failed',
};

/** The last event of a run, what feeds and webhooks are told of it, and what its rollout knows of it. */
export async function recordEnd(client: PoolClient, run: Run): Promise<void> {
  const { id, environment, runKind, status, result, error, dryRun, rolloutId } = run;
  if (status === 'pending' || status === 'running') throw new Error(`Run ${id} has not ended.`);
  const end = { status, ...(result ? { result } : {}), ...(error ? { error } : {}) };
  await addRunEvents(client, id, [{ kind: LAST_RUN_EVENT, ...end }]);
  const data = {
    ...{ environment, kind: runKind, status, dryRun },
    ...(run.version === null ? {} : { version: run.version }),
    from: result?.fromVersion ?? run.fromVersion,
    to: result?.toVersion ?? null,
    ...(rolloutId === null ? {} : { rollout: rolloutId }),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  };
  await recordEvent(client, { event: eventOf[status], subject: id, data });
  if (error?.code === 'MIGRATION_DRIFT') {
    const found = { run: id, version: error.meta?.version ?? null };
    await recordEvent(client, { event: 'drift.found', subject: environment, data: found });
  }
  if (rolloutId === null) return;
  await client.query(
    `UPDATE schema_catalog.rollout_environment SET status = $2, error = $3 WHERE run_id = $1`,
    [id, status, error ? JSON.stringify({ code: error.code, message: error.message }) : null],
  );
}
