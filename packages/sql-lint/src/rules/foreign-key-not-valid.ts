import { addedConstraints } from '../ast/table-parts.ts';
import { readsRows } from '../locks/alter-table-locks.ts';
import { lockOn } from '../locks/lock.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { keyOf, tableOf } from '../state/database-state.ts';
import { notValidThenValidate } from './alter-table.ts';
import type { LintRule } from './rule.ts';

export const foreignKeyNotValid: LintRule = {
  kind: 'lintRule',
  id: 'foreign-key-not-valid',
  severity: 'error',
  summary: 'FOREIGN KEY without NOT VALID on a table that exists',
  why: 'Every row is looked up in the other table, and until that is done nobody can write to either of them. NOT VALID holds for new rows at once; VALIDATE CONSTRAINT, in a later transaction, reads the old ones without stopping writes.',
  *check({ node }, { database, locks }) {
    for (const added of addedConstraints(node)) {
      const { table, constraint } = added;
      if (constraint.contype !== 'CONSTR_FOREIGN' || !constraint.pktable) continue;
      if (tableOf(database, table).isNew || !readsRows(added)) continue;
      // More than the key needs, where the statement does something else as well.
      const taken = locks.find((lock) => keyOf(database, lock.table) === keyOf(database, table));
      yield {
        message: `This foreign key stops all writes to ${format(table)} and ${format(relationName(constraint.pktable))} while it checks the rows.`,
        at: constraint.location,
        lock: lockOn(table, taken?.mode ?? 'SHARE ROW EXCLUSIVE', 'a scan of every row'),
        recipe: notValidThenValidate(added),
      };
    }
  },
};
