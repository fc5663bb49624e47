import { alterCommands } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { isColumnInUse } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const dropNotNull: LintRule = {
  kind: 'lintRule',
  id: 'drop-not-null',
  severity: 'warning',
  summary: 'DROP NOT NULL',
  why: 'Clients of older versions read a null where their types say that there is none. Write no null before they are gone.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    for (const { table, command } of alterCommands(node, 'AT_DropNotNull')) {
      if (!isColumnInUse(database, table, command.name ?? '')) continue;
      yield {
        message: `Older clients do not expect a null in ${format(table)}.${quote(command.name ?? '')}.`,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};
