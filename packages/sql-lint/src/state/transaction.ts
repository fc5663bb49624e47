import type { RelationName } from '../sql/relation-name.ts';
import { type DatabaseState, type TableState, tableOf } from './database-state.ts';
import { stopsTraffic, strongest, type TableLock } from './table-locks.ts';

/** What the statements before this one in the same transaction did. */
export interface Transaction {
  /** Differs between transactions of one run. */
  readonly id: number;
  /** Those that stop clients, the strongest of each table, whatever its name is by now; in the order in which they were taken. */
  readonly locks: Map<TableState, TableLock>;
  /** Values that an `ALTER TYPE` added, which cannot be used before the commit. */
  readonly enumValues: { readonly type: RelationName; readonly value: string }[];
}

export const beginTransaction = (id: number): Transaction => ({
  id,
  locks: new Map(),
  enumValues: [],
});

/** The lock that clients have been waiting for the longest. */
export const firstLock = ({ locks }: Transaction): TableLock | undefined =>
  locks.values().next().value;

export function holdLocks(
  { locks }: Transaction,
  taken: readonly TableLock[],
  database: DatabaseState,
): void {
  for (const lock of taken.filter(stopsTraffic)) {
    const table = tableOf(database, lock.table);
    const held = locks.get(table);
    locks.set(table, held ? strongest(held, lock) : lock);
  }
}
