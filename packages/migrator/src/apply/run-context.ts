import type { SessionResets } from '../connection/session-settings.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import type { RunOrigin } from '../tracking/run-origin.ts';
import type { ApplyOptions } from './apply-options.ts';

/** What stays the same over all steps of one run. */
export interface RunContext extends LedgerConnection {
  readonly resets: SessionResets;
  readonly origin: RunOrigin;
  readonly options: Required<Omit<ApplyOptions, 'gitCommit'>>;
}
