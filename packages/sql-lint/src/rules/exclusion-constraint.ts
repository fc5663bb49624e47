import { addedConstraints } from '../ast/added-constraint.ts';
import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const exclusionConstraint: LintRule = {
  kind: 'lintRule',
  id: 'exclusion-constraint',
  severity: 'error',
  summary: 'EXCLUDE on a table that exists',
  why: 'Its index is built while nobody can read or write, and PostgreSQL has neither NOT VALID nor CONCURRENTLY for it. Plan a time for it, or make a new table with the constraint and move the rows.',
  *check({ node }, context) {
    const { database } = context;
    for (const { table, constraint } of addedConstraints(node)) {
      if (constraint.contype !== 'CONSTR_EXCLUSION' || tableOf(database, table).isNew) continue;
      yield {
        message: `Building the index of this constraint stops all reads and writes of ${format(table)}.`,
        at: constraint.location,
        lock: lockOn(context, table, 'a scan of every row'),
      };
    }
  },
};
