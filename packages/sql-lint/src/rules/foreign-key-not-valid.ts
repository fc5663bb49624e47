import { addedConstraints, readsRows } from '../ast/added-constraint.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { notValidThenValidate } from './alter-table.ts';
import type { LintRule } from './rule.ts';

export const foreignKeyNotValid: LintRule = {
  kind: 'lintRule',
  id: 'foreign-key-not-valid',
  severity: 'error',
  summary: 'FOREIGN KEY without NOT VALID on a table that exists',
  why: 'Every row is looked up in the other table, and until that is done nobody can write to either of them. NOT VALID holds for new rows at once; VALIDATE CONSTRAINT, in a later transaction, reads the old ones without stopping writes.',
  *check({ node }, context) {
    const { database } = context;
    for (const added of addedConstraints(node)) {
      const { table, constraint } = added;
      if (constraint.contype !== 'CONSTR_FOREIGN' || !constraint.pktable) continue;
      if (tableOf(database, table).isNew || !readsRows(added)) continue;
      yield {
        message: `This foreign key stops all writes to ${format(table)} and ${format(relationName(constraint.pktable))} while it checks the rows.`,
        at: constraint.location,
        lock: lockOn(context, table, 'a scan of every row'),
        recipe: notValidThenValidate(added),
      };
    }
  },
};
