import { AsyncLocalStorage } from 'node:async_hooks';
import type { Column } from './raw-values.ts';

/** What a replay finds in the place of the database. */
export interface Replay {
  /** The error of the statement; undefined where no row was found. */
  readonly error?: unknown;
  /** The result of a raw query, as the driver gives it. */
  readonly result?: { readonly fields: readonly Column[]; readonly rows: readonly unknown[][] };
}

/** Set while Prisma is asked for the error of a call that has already run. */
export const replays: AsyncLocalStorage<Replay> = new AsyncLocalStorage();
