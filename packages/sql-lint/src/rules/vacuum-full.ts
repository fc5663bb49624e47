import { hasOption } from '../ast/node.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const vacuumFull: LintRule = {
  kind: 'lintRule',
  id: 'vacuum-full',
  severity: 'error',
  summary: 'VACUUM FULL',
  why: 'The table and its indexes are copied while nobody can read or write. VACUUM alone makes the space free for new rows, beside the clients; pg_repack gives it back to the system.',
  *check({ node }, context) {
    const { database } = context;
    if (!('VacuumStmt' in node)) return;
    const { options, rels = [] } = node.VacuumStmt;
    if (!hasOption(options, 'full')) return;
    if (rels.length === 0) {
      yield { message: 'VACUUM FULL without a table copies all of them.' };
    }
    for (const part of rels) {
      const relation = 'VacuumRelation' in part ? part.VacuumRelation.relation : undefined;
      const table = relation && relationName(relation);
      if (!table || tableOf(database, table).isNew) continue;
      yield {
        message: `Copying ${format(table)} stops all reads and writes.`,
        lock: lockOn(context, table, 'a rewrite of every row'),
        recipe: noTransaction(`VACUUM ${format(table)}`),
      };
    }
  },
};
