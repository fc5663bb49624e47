import type { Node, RangeVar } from 'libpg-query';
import { stringsOf } from '../sql/relation-name.ts';

/** An UPDATE or DELETE of every row: without a WHERE, or with `WHERE true`. */
export function changesEveryRow(
  node: Node,
): { readonly verb: 'UPDATE' | 'DELETE'; readonly relation: RangeVar } | undefined {
  if ('UpdateStmt' in node && node.UpdateStmt.relation && isAlways(node.UpdateStmt.whereClause)) {
    return { verb: 'UPDATE', relation: node.UpdateStmt.relation };
  }
  if ('DeleteStmt' in node && node.DeleteStmt.relation && isAlways(node.DeleteStmt.whereClause)) {
    return { verb: 'DELETE', relation: node.DeleteStmt.relation };
  }
  return undefined;
}

/** An UPDATE of the rows that lack a value: `WHERE word_count IS NULL`, of several columns too, and nothing else. */
export function fillsNulls(node: Node): RangeVar | undefined {
  if (!('UpdateStmt' in node)) return undefined;
  const { relation, whereClause } = node.UpdateStmt;
  return whereClause && isNullTest(whereClause) ? relation : undefined;
}

const isAlways = (condition: Node | undefined): boolean =>
  !condition || ('A_Const' in condition && condition.A_Const.boolval?.boolval === true);

function isNullTest(condition: Node): boolean {
  if ('BoolExpr' in condition) {
    const { boolop, args = [] } = condition.BoolExpr;
    return boolop !== 'NOT_EXPR' && args.every(isNullTest);
  }
  if (!('NullTest' in condition)) return false;
  const { arg, nulltesttype } = condition.NullTest;
  return (
    nulltesttype === 'IS_NULL' &&
    arg !== undefined &&
    'ColumnRef' in arg &&
    stringsOf(arg.ColumnRef.fields).length > 0
  );
}
