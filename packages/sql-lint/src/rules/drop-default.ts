import { alterCommands } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { isColumnInUse } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const dropDefault: LintRule = {
  kind: 'lintRule',
  id: 'drop-default',
  severity: 'warning',
  summary: 'DROP DEFAULT, DROP IDENTITY and DROP EXPRESSION',
  why: 'Clients of older versions that leave the column out insert a null, or fail where it is NOT NULL. Drop it when all clients write the column.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    const kinds = ['AT_ColumnDefault', 'AT_DropIdentity', 'AT_DropExpression'] as const;
    for (const { table, command } of alterCommands(node, ...kinds)) {
      const name = command.name ?? '';
      // SET DEFAULT is the same kind, and has an expression.
      if (command.def || !isColumnInUse(database, table, name)) continue;
      yield {
        message: `What older clients insert without ${quote(name)} has no value in ${format(table)} from now on.`,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};
