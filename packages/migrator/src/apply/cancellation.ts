import { SchemaServiceError } from '@schema-service/errors';
import { openSibling, type Session } from '../connection/session.ts';
import { isIdlePlan } from '../plan/migration-plan.ts';
import type { MigrationEvent } from './migration-event.ts';

/** Ends what the server works on, and nothing else. */
export interface Cancellation {
  /**
   * Waits for the answer to a script. Only here is the server told to cancel: never while the
   * history is written.
   */
  readonly during: <T>(answer: Promise<T>) => Promise<T>;
}

/** What has no signal is never cancelled. */
export const NEVER: Cancellation = { during: (answer) => answer };

/**
 * Listens to a signal for one session, by its number at the server. The server is asked by a second connection, since the first
 * one waits; where that one cannot be made, the statement goes on to its end.
 */
export function cancellationOf(
  session: Session,
  pid: number,
  signal: AbortSignal | undefined,
): Cancellation {
  if (!signal) return NEVER;
  const cancel = async (): Promise<void> => {
    await using other = await openSibling(session);
    await other.client.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
  };
  return {
    during: async (answer) => {
      let asked: Promise<void> | undefined;
      const onAbort = (): void => {
        asked = cancel().catch(() => {});
      };
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await answer;
      } finally {
        signal.removeEventListener('abort', onAbort);
        // It is not to hit what comes after the script.
        await asked;
      }
    },
  };
}

/**
 * Ends a run when its signal says so, behind what is under way. A run that is done is done.
 *
 * @throws SchemaServiceError MIGRATION_CANCELLED
 */
export async function* untilCancelled(
  events: AsyncGenerator<MigrationEvent, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<MigrationEvent, void, undefined> {
  let isDone = false;
  try {
    for await (const event of events) {
      yield event;
      if (event.kind === 'planned') isDone = isIdlePlan(event.plan);
      const isStep = event.kind === 'migrationApplied' || event.kind === 'migrationRolledBack';
      if (isStep) isDone = event.position === event.total;
      if (signal?.aborted && !isDone) throw cancelled();
    }
  } catch (error) {
    throw signal?.aborted && isCancelledStatement(error) ? cancelled(error) : error;
  }
}

/** query_canceled: nobody else cancels the statement of a migrator whose signal is given. */
const isCancelledStatement = (error: unknown): boolean =>
  error instanceof SchemaServiceError && error.meta?.sqlState === '57014';

/** A run that was ended from outside. */
export function cancelled(cause?: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'MIGRATION_CANCELLED',
      message: 'The run was cancelled.',
      why: 'What was done before stays; the statement under way was rolled back.',
      fix: 'See where the database stands: schema-migrator status. To go on: schema-migrator up',
    },
    { cause },
  );
}
