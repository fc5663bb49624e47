import type { Node } from 'libpg-query';
import { changesEveryRow } from '../ast/changes-every-row.ts';
import { walk } from '../ast/node.ts';
import { volatileFunction } from '../ast/volatility.ts';
import { format, quote, relationName, stringsOf } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { tableOf } from '../state/database-state.ts';
import { backfill } from './backfill.ts';
import { inBatches } from './batches.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const updateEveryRow: LintRule = {
  kind: 'lintRule',
  id: 'update-every-row',
  severity: 'warning',
  summary: 'UPDATE without WHERE, or with WHERE true, on a table that exists',
  why: 'Each row that was written is locked until the commit, and the table doubles in size before VACUUM can take the old rows away. Batches with transactions of their own keep both small: a migration with the directive batches runs in them.',
  *check({ node }, { database }) {
    const change = changesEveryRow(node);
    if (change?.verb !== 'UPDATE') return;
    const table = relationName(change.relation);
    if (tableOf(database, table).isNew) return;
    const [column, value] = firstAssignment(node);
    yield {
      message: `Every row of ${format(table)} is locked against writes until the commit.`,
      recipe:
        inBatches(node, table, database) ??
        (column && value
          ? noTransaction(
              backfill(table, column, value, `${quote(column)} IS DISTINCT FROM (${value})`),
            )
          : undefined),
    };
  },
};

/**
 * The one `SET column = value`; none where there are several, or rows of another table take part. A value that is
 * another one the second time cannot be set by place: a row that was written may come along again.
 */
function firstAssignment(node: Node): readonly [column?: string, value?: string] {
  if (!('UpdateStmt' in node) || node.UpdateStmt.fromClause) return [];
  const [target, ...others] = node.UpdateStmt.targetList ?? [];
  if (!target || !('ResTarget' in target) || others.length > 0) return [];
  const { name, val } = target.ResTarget;
  const isSteady = name && val && !volatileFunction(val) && !refersTo(val, name);
  return isSteady ? [name, toSql(val)] : [];
}

function refersTo(expression: Node, column: string): boolean {
  for (const part of walk(expression)) {
    if ('ColumnRef' in part && stringsOf(part.ColumnRef.fields).at(-1) === column) return true;
  }
  return false;
}
