import { addedConstraints } from '../ast/added-constraint.ts';
import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';
import { usingIndex } from './using-index.ts';

export const uniqueNotUsingIndex: LintRule = {
  kind: 'lintRule',
  id: 'unique-not-using-index',
  severity: 'error',
  summary: 'UNIQUE on a table that exists, without an index that was built before',
  why: 'Its index is built while nobody can read or write. Build a unique index CONCURRENTLY, and make it the constraint in a later migration.',
  *check({ node }, context) {
    const { database } = context;
    for (const added of addedConstraints(node)) {
      const { table, constraint } = added;
      if (constraint.contype !== 'CONSTR_UNIQUE' || constraint.indexname) continue;
      if (tableOf(database, table).isNew) continue;
      yield {
        message: `Building the index of this constraint stops all reads and writes of ${format(table)}.`,
        at: constraint.location,
        lock: lockOn(context, table, 'a scan of every row'),
        recipe: usingIndex(added),
      };
    }
  },
};
