import type { SessionResets } from '../connection/session-settings.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import type { RunOrigin } from '../tracking/run-origin.ts';

/** How migrations run. Every field has a default that suits a busy database. */
export interface ApplyOptions {
  /**
   * How long a statement waits at most for a lock on a table before the migration is rolled back and tried again, in ms;
   * the first tries wait shorter. 0 is for ever. A script's header goes before it. Default 5000.
   */
  readonly lockTimeoutMs?: number;
  /** How often it is tried again. Default 20. */
  readonly lockRetries?: number;
  /** How long a statement may run, in ms; 0 is for ever. A script's header goes before it. Default 0. */
  readonly statementTimeoutMs?: number;
  /** Waits for the disk at every migration. Default false: at the last one, which by the order of the log covers all before it. */
  readonly syncCommit?: boolean;
  /** The commit that the migrations come from, for the history. Default: CI's variables, then the repository around the folder. */
  readonly gitCommit?: string;
}

/** The options with the defaults in place of what was left out. */
export function withDefaults({
  lockTimeoutMs = 5000,
  lockRetries = 20,
  statementTimeoutMs = 0,
  syncCommit = false,
}: ApplyOptions): Required<Omit<ApplyOptions, 'gitCommit'>> {
  return { lockTimeoutMs, lockRetries, statementTimeoutMs, syncCommit };
}

/** What stays the same over all steps of one run. */
export interface RunContext extends LedgerConnection {
  readonly resets: SessionResets;
  readonly origin: RunOrigin;
  readonly options: Required<Omit<ApplyOptions, 'gitCommit'>>;
}
