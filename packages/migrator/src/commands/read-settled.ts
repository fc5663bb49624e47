import { findLockHolder, type LockHolder } from '../lock/lock-holder.ts';
import type { History } from '../tracking/history.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';

/** The history, and who is migrating, as they were at one moment. */
export interface SettledHistory {
  readonly history: History;
  readonly lockHolder: LockHolder | null;
}

export async function readSettled(connection: LedgerConnection): Promise<SettledHistory> {
  const history = await readHistory(connection);
  const lockHolder = (await findLockHolder(connection)) ?? null;
  const isRunning = history.rows.some((row) => row.status === 'running');
  // Running and no lock: either dead, or it ended between the two questions; then it is closed by now.
  return {
    history: isRunning && !lockHolder ? await readHistory(connection) : history,
    lockHolder,
  };
}
