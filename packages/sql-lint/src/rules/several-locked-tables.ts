import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import type { TableLock } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const severalLockedTables: LintRule = {
  kind: 'lintRule',
  id: 'several-locked-tables',
  severity: 'warning',
  summary: 'ACCESS EXCLUSIVE locks on several tables in one transaction',
  why: 'The first table waits, locked, until the lock on the second is there, and a client that takes both in another order makes a deadlock. A migration for each table holds one lock at a time.',
  *check(_, { database, locks, transaction }) {
    const first = [...transaction.locks.values()].find(isExclusive);
    if (!first) return;
    const added = locks.find(
      (lock) =>
        isExclusive(lock) && !isExclusive(transaction.locks.get(tableOf(database, lock.table))),
    );
    if (!added) return;
    yield {
      message: `${format(added.table)} is locked while the transaction holds ${format(first.table)}.`,
    };
  },
};

const isExclusive = (lock: TableLock | undefined): lock is TableLock =>
  lock?.mode === 'ACCESS EXCLUSIVE';
