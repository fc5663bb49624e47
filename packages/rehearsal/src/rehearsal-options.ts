import type { RehearsalEvent } from './rehearsal-event.ts';

/** Which migrations to try, and where. */
export interface RehearsalOptions {
  /** The repository: the folder of `schema/` and `migrations/`. */
  readonly root: string;
  /** The version to try. Default: the one in work, the highest above the last frozen. */
  readonly version?: string;
  /** A server on which the user may create databases. Default: one of our own, for this rehearsal only. */
  readonly serverUrl?: string;
  /** Told what happens, as it happens. */
  readonly onEvent?: (event: RehearsalEvent) => void;
}
