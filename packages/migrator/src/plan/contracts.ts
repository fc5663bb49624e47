import type { Migration } from '../migrations/migration.ts';
import { isNew } from '../squash/with-squash.ts';
import type { History } from '../tracking/history.ts';

// A contract removes what older versions need. It belongs to its version and is no part of what makes the version
// complete: it may run long after that, when the database has migrations of higher versions already.

type Ids = { has(id: string): boolean };

/** Whether a migration removes what older versions need. */
export const isContract = ({ phase }: Pick<Migration, 'phase'>): boolean => phase === 'contract';

/** The migrations without the contracts that are not applied. */
export function withoutWaiting(
  migrations: readonly Migration[],
  applied: Ids,
): readonly Migration[] {
  return migrations.filter((migration) => !isContract(migration) || applied.has(migration.id));
}

/**
 * The contracts that an `up` leaves for later. In a database in which nothing has run there is nobody who needs what they
 * remove: there they run as they come.
 */
export function waitingContracts(
  migrations: readonly Migration[],
  history: History,
): readonly Migration[] {
  if (isNew(history)) return [];
  const applied = new Set(history.applied.map(({ migration }) => migration));
  return migrations.filter((one) => isContract(one) && !applied.has(one.id));
}

/** Whether a migration is the last one that its version needs to be complete. */
export function completesVersion(migration: Migration, migrations: readonly Migration[]): boolean {
  if (isContract(migration)) return false;
  const behind = migrations.slice(migrations.indexOf(migration) + 1);
  return behind.find((other) => !isContract(other))?.version !== migration.version;
}
