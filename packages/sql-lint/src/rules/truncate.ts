import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const truncate: LintRule = {
  kind: 'lintRule',
  id: 'truncate',
  severity: 'error',
  summary: 'TRUNCATE',
  why: 'All rows are gone; with CASCADE, those of every table that refers to it as well.',
  *check({ node }, context) {
    const { database } = context;
    if (!('TruncateStmt' in node)) return;
    const others =
      node.TruncateStmt.behavior === 'DROP_CASCADE' ? ', and of all that refer to it,' : '';
    for (const part of node.TruncateStmt.relations ?? []) {
      if (!('RangeVar' in part)) continue;
      const table = relationName(part.RangeVar);
      if (tableOf(database, table).isNew) continue;
      yield {
        message: `The rows of ${format(table)}${others} are lost.`,
        at: part.RangeVar.location,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};
