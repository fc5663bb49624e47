import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import { runOrThrow } from '../connection/script-query.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { readPause } from '../tracking/pause.ts';
import type { Strain } from './batch-pace.ts';
import type { MigrationEvent } from './migration-event.ts';
import type { RunContext } from './run-context.ts';
import { type RunningStep, writeLedger } from './running-step.ts';

const POLL_MS = 1000;

/** A run that has had its time ends as this, and the next one goes on. */
const PAUSED = 'MIGRATION_PAUSED';

/**
 * Between two batches, in no transaction: waits where somebody has paused them. Every second something is told, so that
 * whoever ends the run is heard.
 *
 * @param askedAt when it was asked last; gives the same for the next time
 */
export async function* waitWhilePaused(
  { context, position }: RunningStep,
  askedAt: number,
): AsyncGenerator<MigrationEvent, number, undefined> {
  const began = performance.now();
  if (began - askedAt < POLL_MS) return askedAt;
  for (;;) {
    const pause = await readPause(context);
    const now = performance.now();
    if (!pause || isTimeOver(context)) return now;
    yield { kind: 'batchesPaused', ...pause, waitedMs: now - began, ...position };
    await sleep(POLL_MS);
  }
}

/** Waits before the next batch, and says why. */
export async function* waitForStrain(
  { context, position }: RunningStep,
  pauseMs: number,
  strain: Strain,
): AsyncGenerator<MigrationEvent, void, undefined> {
  for (let leftMs = pauseMs; leftMs > 0 && !isTimeOver(context); leftMs -= POLL_MS) {
    yield { kind: 'batchPausing', leftMs, ...strain, ...position };
    await sleep(Math.min(leftMs, POLL_MS));
  }
}

/** Whether the run may begin no further batch. */
export const isTimeOver = ({ endsAt }: RunContext): boolean =>
  endsAt !== undefined && performance.now() >= endsAt;

/**
 * Closes the row of a run whose time is over, and ends it.
 *
 * @throws SchemaServiceError MIGRATION_PAUSED
 */
export async function endForTime({ context, step }: RunningStep): Promise<never> {
  const { client, ledger, options, resets } = context;
  const { script, migration } = step;
  const message = `Stopped between two batches: the ${options.maxDurationMs} ms of the run were over.`;
  await runOrThrow(client, resets.reset.join(';\n'));
  const row = failRow(ledger, migration.id, { code: PAUSED, message });
  await runOrThrow(client, writeLedger(context, row));
  throw new SchemaServiceError({
    code: PAUSED,
    message: `${script.path}: ${message}`,
    why: 'Rows are left. The batches that are done stay done.',
    fix: 'Go on behind them when there is time again: schema-migrator up --max-duration 4h',
    meta: { migration: migration.id, version: migration.version, path: script.path },
  });
}
