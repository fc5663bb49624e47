import { alterCommands } from '../ast/table-parts.ts';
import { format } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

const WORDS = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
  AT_SetExpression: 'SET EXPRESSION',
} as const;

export const tableRewrite: LintRule = {
  kind: 'lintRule',
  id: 'table-rewrite',
  severity: 'error',
  summary: 'SET LOGGED, UNLOGGED, TABLESPACE, ACCESS METHOD and SET EXPRESSION',
  why: 'The table and its indexes are copied while nobody can read or write. Plan a time for it, or make a new table and move the rows.',
  *check({ node }, context) {
    const { database } = context;
    const kinds = Object.keys(WORDS) as (keyof typeof WORDS)[]; // keys() forgets which ones
    for (const { table, command } of alterCommands(node, ...kinds)) {
      if (tableOf(database, table).isNew) continue;
      const words = WORDS[command.subtype as keyof typeof WORDS]; // one of those asked for
      yield {
        message: `${words} writes every row of ${format(table)} anew.`,
        lock: lockOn(context, table, 'a rewrite of every row'),
      };
    }
  },
};
