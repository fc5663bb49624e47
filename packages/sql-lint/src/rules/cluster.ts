import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const cluster: LintRule = {
  kind: 'lintRule',
  id: 'cluster',
  severity: 'error',
  summary: 'CLUSTER',
  why: 'The table and its indexes are copied in another order while nobody can read or write. pg_repack does it beside the clients, and not in a migration.',
  *check({ node }, context) {
    const { database } = context;
    if (!('ClusterStmt' in node)) return;
    const { relation } = node.ClusterStmt;
    if (!relation) {
      yield { message: 'CLUSTER without a table copies every table that was ever clustered.' };
      return;
    }
    const table = relationName(relation);
    if (tableOf(database, table).isNew) return;
    yield {
      message: `Copying ${format(table)} stops all reads and writes.`,
      lock: lockOn(context, table, 'a rewrite of every row'),
    };
  },
};
