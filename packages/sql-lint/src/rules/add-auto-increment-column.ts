import { quoteText } from '@schema-service/postgres-sql';
import { columnRewrite } from '../ast/column-rewrite.ts';
import { addedColumns } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { fillRows } from './batches.ts';
import { migration, steps } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const addAutoIncrementColumn: LintRule = {
  kind: 'lintRule',
  id: 'add-auto-increment-column',
  severity: 'error',
  summary: 'ADD COLUMN with serial or as an identity, on a table that exists',
  why: 'Each row gets its number while nobody can read or write. A sequence and a default, set after the column was added, number the new rows; the old ones are filled in batches.',
  *check({ node }, context) {
    const { database } = context;
    for (const column of addedColumns(node)) {
      const rewrite = columnRewrite(column);
      if (rewrite?.kind !== 'serial' && rewrite?.kind !== 'identity') continue;
      const { table, name } = column;
      if (tableOf(database, table).isNew) continue;
      const sequence = format({ ...table, name: `${table.name}_${name}_seq` });
      const next = `nextval(${quoteText(sequence)})`;
      const alter = `ALTER TABLE ${format(table)}`;
      yield {
        message: `Numbering the rows of ${format(table)} writes every one of them anew.`,
        at: column.column.location,
        lock: lockOn(context, table, 'a rewrite of every row'),
        recipe: steps(
          migration(
            `CREATE SEQUENCE ${sequence}`,
            `${alter} ADD COLUMN ${quote(name)} bigint`,
            `${alter} ALTER COLUMN ${quote(name)} SET DEFAULT ${next}`,
            `ALTER SEQUENCE ${sequence} OWNED BY ${format(table)}.${quote(name)}`,
          ),
          fillRows(database, table, name, next),
        ),
      };
    }
  },
};
