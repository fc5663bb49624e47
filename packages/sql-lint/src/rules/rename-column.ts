import { format, quote, relationName } from '../sql/relation-name.ts';
import { isColumnInUse } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const renameColumn: LintRule = {
  kind: 'lintRule',
  id: 'rename-column',
  severity: 'error',
  summary: 'RENAME COLUMN',
  why: 'Clients of older versions ask for the old name and fail from the commit on. Keep the name in the database and rename in the schema alone (@map), or add a second column, write to both, and drop the first in a later version.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_COLUMN') return;
    const { relation, subname = '', newname = '' } = node.RenameStmt;
    if (!relation) return;
    const table = relationName(relation);
    if (!isColumnInUse(database, table, subname)) return;
    yield {
      message: `Older clients know ${quote(newname)} of ${format(table)} as ${quote(subname)}, and fail.`,
      lock: lockOn(context, table, 'instant'),
    };
  },
};
