import { alterCommands } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { isColumnInUse } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const dropColumn: LintRule = {
  kind: 'lintRule',
  id: 'drop-column',
  severity: 'error',
  summary: 'DROP COLUMN',
  why: 'Its values are gone, and clients of older versions that name the column fail from the commit on. Release a version that does not use it, wait until its clients are everywhere, and drop it then, saying so in an ignore comment.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    for (const { table, command } of alterCommands(node, 'AT_DropColumn')) {
      const name = command.name ?? '';
      if (!isColumnInUse(database, table, name)) continue;
      yield {
        message: `The values of ${format(table)}.${quote(name)} are lost, and clients that name it fail.`,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};
