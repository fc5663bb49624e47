import { columnRewrite } from '../ast/column-rewrite.ts';
import { addedColumns, constraintOf } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { addColumnWithout } from './alter-table.ts';
import { fillRows } from './batches.ts';
import { migration, steps } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const volatileDefault: LintRule = {
  kind: 'lintRule',
  id: 'volatile-default',
  severity: 'error',
  summary: 'ADD COLUMN with a default that differs from row to row',
  why: 'A default that is the same for all rows is kept in the catalog; one that may differ (gen_random_uuid(), clock_timestamp(), a function that is not declared otherwise) is written into every row while nobody can read or write.',
  *check({ node }, context) {
    const { database } = context;
    for (const column of addedColumns(node)) {
      const rewrite = columnRewrite(column);
      const value = constraintOf(column, 'CONSTR_DEFAULT');
      if (rewrite?.kind !== 'volatileDefault' || !value?.raw_expr) continue;
      if (tableOf(database, column.table).isNew) continue;
      const expression = toSql(value.raw_expr);
      const alter = `ALTER TABLE ${format(column.table)} ALTER COLUMN ${quote(column.name)}`;
      yield {
        message: `${rewrite.functionName}() may give another value for each row, so that every row of ${format(column.table)} is written anew.`,
        at: value.location,
        lock: lockOn(context, column.table, 'a rewrite of every row'),
        recipe: steps(
          migration(
            addColumnWithout(column, 'CONSTR_DEFAULT', 'CONSTR_NOTNULL'),
            `${alter} SET DEFAULT ${expression}`,
          ),
          fillRows(database, column.table, column.name, expression),
        ),
      };
    }
  },
};
