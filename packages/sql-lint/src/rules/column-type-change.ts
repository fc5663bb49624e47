import { alterCommands } from '../ast/table-parts.ts';
import { isCatalogOnly } from '../ast/type-change.ts';
import { formatType } from '../ast/type-name.ts';
import { format, quote } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { fillRows } from './batches.ts';
import { migration, steps } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const columnTypeChange: LintRule = {
  kind: 'lintRule',
  id: 'column-type-change',
  severity: 'error',
  summary: 'ALTER COLUMN ... TYPE that writes every row anew',
  why: 'Nobody can read or write until the table and its indexes are rebuilt. The catalog alone changes for a longer varchar or none (text), a numeric of more digits and the same scale, more digits of a second, and cidr to inet. Otherwise a second column takes over: write to both, fill it, read from it, drop the first.',
  *check({ node }, context) {
    const { database } = context;
    for (const { table, command } of alterCommands(node, 'AT_AlterColumnType')) {
      const { name = '', def } = command;
      const state = tableOf(database, table);
      if (state.isNew || !def || !('ColumnDef' in def) || !def.ColumnDef.typeName) continue;
      const { typeName, raw_default: using, location } = def.ColumnDef;
      const from = state.columns.get(name)?.type;
      if (from && isCatalogOnly(from, typeName, using)) continue;
      const to = formatType(typeName);
      const second = `${name}_new`;
      yield {
        message: from
          ? `From ${formatType(from)} to ${to} every row of ${format(table)} is written anew.`
          : `To ${to} every row of ${format(table)} is written anew, unless the type that ${quote(name)} has is stored alike.`,
        at: location,
        lock: lockOn(context, table, 'a rewrite of every row'),
        recipe: steps(
          `-- with clients, or a trigger, that write to both\n${migration(
            `ALTER TABLE ${format(table)} ADD COLUMN ${quote(second)} ${to}`,
          )}`,
          fillRows(
            database,
            table,
            second,
            using ? toSql(using) : `${quote(name)}::${to}`,
            `${quote(second)} IS NULL AND ${quote(name)} IS NOT NULL`,
          ),
        ),
      };
    }
  },
};
