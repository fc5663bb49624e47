import { addedConstraints, notNullColumn, readsRows } from '../ast/added-constraint.ts';
import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { notValidThenValidate } from './alter-table.ts';
import type { LintRule } from './rule.ts';

export const checkNotValid: LintRule = {
  kind: 'lintRule',
  id: 'check-not-valid',
  severity: 'error',
  summary: 'CHECK without NOT VALID on a table that exists',
  why: 'Every row is read while nobody can read or write. NOT VALID holds for new rows at once; VALIDATE CONSTRAINT, in a later transaction, reads the old ones without stopping anybody.',
  *check({ node }, context) {
    const { database } = context;
    for (const added of addedConstraints(node)) {
      const { table, constraint, column } = added;
      if (constraint.contype !== 'CONSTR_CHECK' || !readsRows(added)) continue;
      if (tableOf(database, table).isNew) continue;
      const about = column?.name ?? notNullColumn(constraint);
      yield {
        message: `This check${about ? ` of ${about}` : ''} stops all reads and writes of ${format(table)} while it reads the rows.`,
        at: constraint.location,
        lock: lockOn(context, table, 'a scan of every row'),
        recipe: notValidThenValidate(added),
      };
    }
  },
};
