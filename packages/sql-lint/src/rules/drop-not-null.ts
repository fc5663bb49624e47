import { alterCommands } from '../ast/table-parts.ts';
import { lockOn } from '../locks/lock.ts';
import { format, quote } from '../sql/relation-name.ts';
import { isColumnInUse } from '../state/database-state.ts';
import type { LintRule } from './rule.ts';

export const dropNotNull: LintRule = {
  kind: 'lintRule',
  id: 'drop-not-null',
  severity: 'warning',
  summary: 'DROP NOT NULL',
  why: 'Clients of older versions read a null where their types say that there is none. Write no null before they are gone.',
  *check({ node }, { database }) {
    for (const { table, command } of alterCommands(node, 'AT_DropNotNull')) {
      if (!isColumnInUse(database, table, command.name ?? '')) continue;
      yield {
        message: `Older clients do not expect a null in ${format(table)}.${quote(command.name ?? '')}.`,
        lock: lockOn(table, 'ACCESS EXCLUSIVE', 'instant'),
      };
    }
  },
};
