import { fillsRows } from '../ast/column-rewrite.ts';
import { addedColumns, constraintOf } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { addColumnWithout } from './alter-table.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const addRequiredColumn: LintRule = {
  kind: 'lintRule',
  id: 'add-required-column',
  severity: 'error',
  summary: 'ADD COLUMN ... NOT NULL without a default, on a table that exists',
  why: 'It fails as soon as the table has a row, and what older clients insert fails after it. Add the column without NOT NULL, fill it, and require it when all clients write it (see set-not-null); or give it a default.',
  *check({ node }, { database }) {
    for (const column of addedColumns(node)) {
      const { table, name } = column;
      const required =
        constraintOf(column, 'CONSTR_NOTNULL') ?? constraintOf(column, 'CONSTR_PRIMARY');
      if (!required || fillsRows(column) || tableOf(database, table).isNew) continue;
      yield {
        message: `${quote(name)} has no value for the rows that ${format(table)} has, nor for those that older clients insert.`,
        at: required.location,
        recipe: migration(addColumnWithout(column, 'CONSTR_NOTNULL', 'CONSTR_PRIMARY')),
      };
    }
  },
};
