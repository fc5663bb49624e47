import { addedConstraints } from '../ast/added-constraint.ts';
import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';
import { usingIndex } from './using-index.ts';

export const primaryKeyNotUsingIndex: LintRule = {
  kind: 'lintRule',
  id: 'primary-key-not-using-index',
  severity: 'error',
  summary: 'PRIMARY KEY on a table that exists, without an index that was built before',
  why: 'Its index is built while nobody can read or write, and columns that allow nulls are read once more. Make the columns NOT NULL (see set-not-null), build a unique index CONCURRENTLY, and make it the key in a later migration.',
  *check({ node }, context) {
    const { database } = context;
    for (const added of addedConstraints(node)) {
      const { table, constraint } = added;
      if (constraint.contype !== 'CONSTR_PRIMARY' || constraint.indexname) continue;
      if (tableOf(database, table).isNew) continue;
      yield {
        message: `Building the index of this key stops all reads and writes of ${format(table)}.`,
        at: constraint.location,
        lock: lockOn(context, table, 'a scan of every row'),
        recipe: usingIndex(added),
      };
    }
  },
};
