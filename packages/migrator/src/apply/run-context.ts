import type { SessionResets } from '../connection/session-settings.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import type { RunOrigin } from '../tracking/run-origin.ts';
import type { Cancellation } from './cancellation.ts';
import type { SessionWatcher } from './watch-session.ts';

/** How migrations run. Every field has a default that suits a busy database. */
export interface ApplyOptions {
  /**
   * How long a statement waits at most for a lock on a table before the migration is rolled back and tried again, in ms;
   * the first tries wait shorter. 0 is for ever. A script's header goes before it. Default 400: below PostgreSQL's
   * `deadlock_timeout` of a second, so that it is the migrator that gives up, and no client that a deadlock ends.
   */
  readonly lockTimeoutMs?: number;
  /** How often it is tried again. Default 50, which is about two and a half minutes. */
  readonly lockRetries?: number;
  /** How long a statement may run, in ms; 0 is for ever. A script's header goes before it. Default 0. */
  readonly statementTimeoutMs?: number;
  /** Waits for the disk at every migration. Default false: at the last one, which by the order of the log covers all before it. */
  readonly syncCommit?: boolean;
  /**
   * For scripts in batches: how long the run may take, in ms. Behind it no batch begins, and the run ends as
   * MIGRATION_PAUSED; the next one goes on. 0 is for ever. Default 0.
   */
  readonly maxDurationMs?: number;
  /** Batches pause longer and longer while a standby is further behind than this, in ms; 0 is however far. Default 10 s. */
  readonly maxLagMs?: number;
  /** The commit that the migrations come from, for the history. Default: CI's variables, then the repository around the folder. */
  readonly gitCommit?: string;
  /** Who runs them, for the history. Default: the user of the operating system. */
  readonly by?: string;
  /**
   * Ends the run: the statement under way is cancelled at the server, which rolls its transaction
   * back, and no other begins. The run throws MIGRATION_CANCELLED unless it was done already.
   */
  readonly signal?: AbortSignal;
}

/** The options that change how scripts are sent. */
type SendOptions = Omit<ApplyOptions, 'gitCommit' | 'by' | 'signal'>;

/** The options with the defaults in place of what was left out. */
export function withDefaults({
  lockTimeoutMs = 400,
  lockRetries = 50,
  statementTimeoutMs = 0,
  syncCommit = false,
  maxDurationMs = 0,
  maxLagMs = 10_000,
}: ApplyOptions): Required<SendOptions> {
  const limits = { lockTimeoutMs, lockRetries, statementTimeoutMs };
  return { ...limits, syncCommit, maxDurationMs, maxLagMs };
}

/** What stays the same over all steps of one run. */
export interface RunContext extends LedgerConnection {
  readonly resets: SessionResets;
  readonly origin: RunOrigin;
  readonly options: Required<SendOptions>;
  /** Cancels at the server what it is told of, once the run is to end. */
  readonly cancellation: Cancellation;
  /** When no further batch begins, on the clock of `performance`; left out where that is never. */
  readonly endsAt?: number;
  /** Sees what a statement waits for. */
  readonly watcher: SessionWatcher;
}
