import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const refreshNotConcurrent: LintRule = {
  kind: 'lintRule',
  id: 'refresh-not-concurrent',
  severity: 'error',
  summary: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY',
  why: 'Nobody can read the view until it is computed. CONCURRENTLY computes beside it and changes the rows that differ; it needs a unique index on columns of the view.',
  *check({ node }, context) {
    const { database } = context;
    if (!('RefreshMatViewStmt' in node) || !node.RefreshMatViewStmt.relation) return;
    const { relation, concurrent, skipData } = node.RefreshMatViewStmt;
    const view = relationName(relation);
    if (concurrent || tableOf(database, view).isNew) return;
    yield {
      message: skipData
        ? `Nobody can read ${format(view)} until it is refreshed with its data.`
        : `Computing ${format(view)} stops all reads of it.`,
      lock: lockOn(context, view, 'a rewrite of every row'),
      recipe: migration(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${format(view)}`),
    };
  },
};
