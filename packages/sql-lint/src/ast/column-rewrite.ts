import { constraintOf, type DefinedColumn } from './table-parts.ts';
import { serialType } from './type-name.ts';
import { volatileFunction } from './volatility.ts';

/** Why adding a column writes every row anew. */
export type ColumnRewrite =
  | { readonly kind: 'serial' }
  | { readonly kind: 'identity' }
  | { readonly kind: 'generated' }
  | { readonly kind: 'volatileDefault'; readonly functionName: string };

/** `undefined` where the catalog alone changes: no default, or one that is the same for all rows (PostgreSQL 11). */
export function columnRewrite(column: DefinedColumn): ColumnRewrite | undefined {
  if (serialType(column.column.typeName)) return { kind: 'serial' };
  if (constraintOf(column, 'CONSTR_IDENTITY')) return { kind: 'identity' };
  const generated = constraintOf(column, 'CONSTR_GENERATED');
  if (generated?.generated_kind === 's') return { kind: 'generated' };
  const value = constraintOf(column, 'CONSTR_DEFAULT')?.raw_expr;
  const functionName = value && volatileFunction(value);
  return functionName === undefined ? undefined : { kind: 'volatileDefault', functionName };
}

/** Whether a column gets a value for the rows that are there. */
export function fillsRows(column: DefinedColumn): boolean {
  const value = constraintOf(column, 'CONSTR_DEFAULT')?.raw_expr;
  if (value) return !('A_Const' in value && value.A_Const.isnull);
  return (
    columnRewrite(column) !== undefined || constraintOf(column, 'CONSTR_GENERATED') !== undefined
  );
}
