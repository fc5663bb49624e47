import { alterCommands } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const dropConstraint: LintRule = {
  kind: 'lintRule',
  id: 'drop-constraint',
  severity: 'warning',
  summary: 'DROP CONSTRAINT',
  why: 'Rows that break it can be written from now on, and the constraint cannot come back until they are gone. An upsert that names a dropped unique constraint or key fails.',
  *check({ node }, context) {
    const { database } = context;
    for (const { table, command } of alterCommands(node, 'AT_DropConstraint')) {
      const state = tableOf(database, table);
      const name = command.name ?? '';
      if (state.isNew || state.constraints.has(name)) continue;
      yield {
        message: `${format(table)} no longer keeps ${quote(name)}.`,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};
