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

export const addStoredGeneratedColumn: LintRule = {
  kind: 'lintRule',
  id: 'add-stored-generated-column',
  severity: 'error',
  summary: 'ADD COLUMN ... GENERATED ALWAYS AS ... STORED on a table that exists',
  why: 'The value is computed and written for every row while nobody can read or write. An ordinary column that clients or a trigger fill does without; from PostgreSQL 18 on, VIRTUAL computes it when it is read.',
  *check({ node }, context) {
    const { database } = context;
    for (const column of addedColumns(node)) {
      if (columnRewrite(column)?.kind !== 'generated') continue;
      if (tableOf(database, column.table).isNew) continue;
      const generated = constraintOf(column, 'CONSTR_GENERATED');
      const expression = generated?.raw_expr ? toSql(generated.raw_expr) : 'NULL';
      yield {
        message: `Computing ${quote(column.name)} writes every row of ${format(column.table)} anew.`,
        at: generated?.location,
        lock: lockOn(context, column.table, 'a rewrite of every row'),
        recipe: steps(
          `-- with a trigger that sets it BEFORE INSERT OR UPDATE\n${migration(
            addColumnWithout(column, 'CONSTR_GENERATED', 'CONSTR_NOTNULL'),
          )}`,
          fillRows(database, column.table, column.name, expression),
        ),
      };
    }
  },
};
