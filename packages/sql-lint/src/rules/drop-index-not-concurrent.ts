import type { DropStmt } from 'libpg-query';
import { format, listedName } from '../sql/relation-name.ts';
import { isIndexInUse, tableOfIndex } from '../state/database-state.ts';
import { lintLock, lockOn } from '../state/table-locks.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const dropIndexNotConcurrent: LintRule = {
  kind: 'lintRule',
  id: 'drop-index-not-concurrent',
  severity: 'error',
  summary: 'DROP INDEX without CONCURRENTLY',
  why: 'It waits for every query on the table to end, and all that come after it wait behind it. CONCURRENTLY takes one index at a time, without CASCADE, and cannot run in a transaction.',
  *check({ node }, context) {
    const { database } = context;
    if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX') return;
    if (node.DropStmt.concurrent) return;
    for (const object of node.DropStmt.objects ?? []) {
      const index = 'List' in object ? listedName(object.List.items) : undefined;
      if (!index || !isIndexInUse(database, index)) continue;
      const drop: DropStmt = { ...node.DropStmt, objects: [object], behavior: 'DROP_RESTRICT' };
      const table = tableOfIndex(database, index);
      yield {
        message: `Dropping ${format(index)} stops all reads and writes of its table.`,
        lock: table
          ? lockOn(context, table, 'instant')
          : lintLock({ table: index, mode: 'ACCESS EXCLUSIVE', duration: 'instant' }),
        recipe: noTransaction({ DropStmt: { ...drop, concurrent: true } }),
      };
    }
  },
};
