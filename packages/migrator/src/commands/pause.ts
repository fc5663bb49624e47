import { redact } from '@schema-service/errors';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import { findTracking } from '../tracking/install-tracking.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { installPause, type Pause, readPause } from '../tracking/pause.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** Whether the batches of a database are paused now, and whether that is new. */
export interface PauseResult {
  readonly kind: 'pauseResult';
  /** `null` where they are not. */
  readonly pause: Pause | null;
  readonly changed: boolean;
}

type PauseOptions = Pick<DatabaseOptions, 'connection' | 'ledgerSchema'>;

/** What is kept of a pause. */
export interface PauseReason {
  /** Why, for who waits. */
  readonly note?: string;
  /** Who pauses. Default: the database's user. */
  readonly by?: string;
}

/**
 * Lets no further batch begin in a database, whoever migrates it now or later,
 * until {@link resumeBatches}: a migrator that is amid them waits. Takes no lock.
 */
export async function pauseBatches({
  note,
  by,
  ...options
}: PauseOptions & PauseReason): Promise<PauseResult> {
  return withTracking(options, async (session) => {
    const { client, ledger } = session;
    await installPause(session);
    const { rowCount } = await client.query(
      `INSERT INTO ${ledger.sql}.pause (paused_by, note) VALUES (coalesce($1, session_user), $2) ON CONFLICT DO NOTHING`,
      [by ?? null, note === undefined ? null : redact(note)],
    );
    return rowCount === 1;
  });
}

/** Lets batches go on. */
export async function resumeBatches(options: PauseOptions): Promise<PauseResult> {
  return withTracking(options, async (session) => {
    if (!(await readPause(session))) return false;
    await session.client.query(`DELETE FROM ${session.ledger.sql}.pause`);
    return true;
  });
}

/** A database without a history has no batches to pause. */
async function withTracking(
  options: PauseOptions,
  change: (session: Session) => Promise<boolean>,
): Promise<PauseResult> {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const changed = (await findTracking(session)) ? await change(session) : false;
    return { kind: 'pauseResult', pause: (await readPause(session)) ?? null, changed };
  } catch (error) {
    throw databaseError(error);
  }
}
