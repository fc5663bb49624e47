import { stopsTraffic, strongest, type TableLock } from '../locks/lock.ts';
import type { RelationName } from '../sql/relation-name.ts';
import { keyOf, type World } from './world.ts';

/** What the statements before this one in the same transaction did. */
export interface Transaction {
  /** Differs between transactions of one run. */
  readonly id: number;
  /** Those that stop clients, the strongest of each table, by its key; in the order in which they were taken. */
  readonly locks: Map<string, TableLock>;
  /** Values that an `ALTER TYPE` added, which cannot be used before the commit. */
  readonly enumValues: { readonly type: RelationName; readonly value: string }[];
}

/** The settings of the script's session. */
export interface Session {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Whether a statement before this one already waited for a lock without a limit. */
  readonly hasWaitedUnbounded: boolean;
  /** Whether a statement before this one already blocked others without a limit. */
  readonly hasBlockedUnbounded: boolean;
}

export const beginTransaction = (id: number): Transaction => ({
  id,
  locks: new Map(),
  enumValues: [],
});

/** The lock that clients have been waiting for the longest. */
export const firstLock = ({ locks }: Transaction): TableLock | undefined =>
  locks.values().next().value;

export function holdLocks({ locks }: Transaction, taken: readonly TableLock[], world: World): void {
  for (const lock of taken.filter(stopsTraffic)) {
    const key = keyOf(world, lock.table);
    const held = locks.get(key);
    locks.set(key, held ? strongest(held, lock) : lock);
  }
}
