import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const indexNotConcurrent: LintRule = {
  kind: 'lintRule',
  id: 'index-not-concurrent',
  severity: 'error',
  summary: 'CREATE INDEX without CONCURRENTLY on a table that exists',
  why: 'Nobody can write to the table until the index is built. CONCURRENTLY reads the table twice and lets writers go on; it cannot run in a transaction.',
  *check({ node }, context) {
    const { database } = context;
    if (!('IndexStmt' in node) || !node.IndexStmt.relation || node.IndexStmt.concurrent) return;
    const table = relationName(node.IndexStmt.relation);
    if (tableOf(database, table).isNew) return;
    const index = { ...node.IndexStmt, concurrent: true };
    yield {
      message: `Building this index stops all writes to ${format(table)}.`,
      lock: lockOn(context, table, 'a scan of every row'),
      recipe: noTransaction({ IndexStmt: index }),
    };
  },
};
