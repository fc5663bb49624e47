import { constraintOf, definedColumns } from '../ast/table-parts.ts';
import { baseType, formatType, serialType } from '../ast/type-name.ts';
import { quote, stringsOf } from '../sql/relation-name.ts';
import type { LintRule } from './rule.ts';

const SMALL: readonly string[] = ['int2', 'int4', 'serial', 'serial4', 'smallserial', 'serial2'];

export const preferBigint: LintRule = {
  kind: 'lintRule',
  id: 'prefer-bigint',
  severity: 'warning',
  summary: 'keys of type integer or smallint',
  why: 'An integer key ends at 2,147,483,647, failed inserts counted, and a wider one is a rewrite of the table and of all that refer to it.',
  *check({ node }) {
    const keys = primaryKey(node);
    for (const column of definedColumns(node)) {
      const type = column.column.typeName;
      if (!type || !SMALL.includes(baseType(type))) continue;
      const isKey =
        serialType(type) !== undefined ||
        keys.includes(column.name) ||
        constraintOf(column, 'CONSTR_PRIMARY') !== undefined ||
        constraintOf(column, 'CONSTR_IDENTITY') !== undefined;
      if (!isKey) continue;
      yield {
        message: `The key ${quote(column.name)} is ${formatType(type)}.`,
        at: type.location,
        recipe: `${quote(column.name)} ${serialType(type) ? 'bigserial' : 'bigint'}`,
      };
    }
  },
};

/** A key of one column: in one of several, most refer to another table, whose type they follow. */
function primaryKey(node: Parameters<typeof definedColumns>[0]): readonly string[] {
  if (!('CreateStmt' in node)) return [];
  for (const part of node.CreateStmt.tableElts ?? []) {
    if (!('Constraint' in part) || part.Constraint.contype !== 'CONSTR_PRIMARY') continue;
    const keys = stringsOf(part.Constraint.keys);
    return keys.length === 1 ? keys : [];
  }
  return [];
}
