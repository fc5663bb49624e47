import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { findRepairs, type Repair } from '../plan/find-repairs.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { readSettled } from './read-settled.ts';
import { recordUnderLock } from './record-under-lock.ts';

/** What was found, and what of it is repaired now. */
export interface RepairResult {
  readonly kind: 'repairResult';
  readonly found: readonly Repair[];
  readonly repaired: readonly Repair[];
}

/** How to repair a history. */
export interface RepairOptions
  extends Pick<
    MigrateOptions,
    | 'clients'
    | 'connection'
    | 'ledgerSchema'
    | 'migrations'
    | 'waitForLockMs'
    | 'onEvent'
    | 'gitCommit'
  > {
  /** Kinds to look at; all when left out. */
  readonly only?: readonly Repair['kind'][];
  /** Asked for each; what it declines stays as it is. */
  readonly confirm: (repair: Repair) => boolean | Promise<boolean>;
}

/**
 * Brings the history back in line with what is so, for what was confirmed, by
 * rows of its own: nothing is changed or removed, and no script runs. The
 * questions are asked before the lock is taken, and what has changed since then
 * is left alone.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function repair(options: RepairOptions): Promise<RepairResult> {
  const migrations = await loadMigrations(options.migrations);
  try {
    const found = (await findNow(options, migrations)).filter(
      ({ kind }) => options.only?.includes(kind) ?? true,
    );
    const confirmed: Repair[] = [];
    for (const item of found) if (await options.confirm(item)) confirmed.push(item);
    if (confirmed.length === 0) return { kind: 'repairResult', found, repaired: [] };
    const repaired: Repair[] = [];
    await recordUnderLock(options, async (session) => {
      for (const item of findRepairs(migrations, await readHistory(session))) {
        if (confirmed.some((other) => isSame(other, item))) repaired.push(item);
      }
      return repaired.flatMap(({ entries }) => entries);
    });
    return { kind: 'repairResult', found, repaired };
  } catch (error) {
    throw databaseError(error);
  }
}

/** A run that somebody has open right now is no failed one. */
async function findNow(
  options: RepairOptions,
  migrations: Parameters<typeof findRepairs>[0],
): Promise<readonly Repair[]> {
  await using session = await openSession(options.connection, ledgerOf(options));
  const { history, lockHolder } = await readSettled(session);
  const found = findRepairs(migrations, history);
  return lockHolder ? found.filter(({ kind }) => kind !== 'failed') : found;
}

function isSame(one: Repair, other: Repair): boolean {
  return one.kind === other.kind && one.path === other.path && one.remedy === other.remedy;
}
