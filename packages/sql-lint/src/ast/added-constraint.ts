import type { Constraint, Node } from 'libpg-query';
import { type RelationName, stringsOf } from '../sql/relation-name.ts';
import { fillsRows } from './column-rewrite.ts';
import { addedColumns, alterCommands, type DefinedColumn } from './table-parts.ts';

/** A constraint that an `ALTER TABLE` adds to a table, by itself or with a column. */
export interface AddedConstraint {
  readonly table: RelationName;
  readonly constraint: Constraint;
  /** Those that it is about; none where only its expression tells. */
  readonly columns: readonly string[];
  /** Set where it comes with a column. */
  readonly column?: DefinedColumn;
}

export function addedConstraints(node: Node): AddedConstraint[] {
  const alone = alterCommands(node, 'AT_AddConstraint').flatMap(({ table, command: { def } }) => {
    if (!def || !('Constraint' in def)) return [];
    const { keys, fk_attrs } = def.Constraint;
    return [{ table, constraint: def.Constraint, columns: stringsOf(keys ?? fk_attrs) }];
  });
  const withColumn = addedColumns(node).flatMap((column) =>
    column.constraints.map((constraint) => ({
      table: column.table,
      constraint,
      columns: [column.name],
      column,
    })),
  );
  return [...alone, ...withColumn];
}

/** Whether the rows that are there are read to see that they keep the constraint. */
export function readsRows({ constraint, column }: AddedConstraint): boolean {
  const { contype, skip_validation, indexname, is_enforced } = constraint;
  switch (contype) {
    case 'CONSTR_CHECK':
      return !skip_validation && is_enforced === true;
    case 'CONSTR_FOREIGN':
      // A new column without a value refers to no row anywhere, and PostgreSQL knows it.
      return !skip_validation && is_enforced === true && (!column || fillsRows(column));
    case 'CONSTR_NOTNULL':
      return !skip_validation && !column;
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return !indexname;
    case 'CONSTR_EXCLUSION':
      return true;
    default:
      return false;
  }
}

const SUFFIXES: Readonly<Record<string, string>> = {
  CONSTR_FOREIGN: 'fkey',
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'key',
  CONSTR_EXCLUSION: 'excl',
  CONSTR_NOTNULL: 'not_null',
};

/** The name that PostgreSQL gives to a constraint without one: `orders_customer_id_fkey`, `orders_pkey`. */
export function defaultConstraintName({ table, constraint, columns }: AddedConstraint): string {
  if (constraint.contype === 'CONSTR_PRIMARY') return `${table.name}_pkey`;
  return [table.name, ...columns, SUFFIXES[constraint.contype ?? ''] ?? 'check'].join('_');
}

/** The column that a constraint proves to have no nulls: `CHECK (c IS NOT NULL)`, or `NOT NULL c` since PostgreSQL 18. */
export function notNullColumn({ contype, raw_expr, keys }: Constraint): string | undefined {
  if (contype === 'CONSTR_NOTNULL') return stringsOf(keys)[0];
  return contype === 'CONSTR_CHECK' && raw_expr ? provenBy(raw_expr) : undefined;
}

function provenBy(expression: Node): string | undefined {
  if (!('NullTest' in expression) || expression.NullTest.nulltesttype !== 'IS_NOT_NULL') {
    return undefined;
  }
  const { arg } = expression.NullTest;
  return arg && 'ColumnRef' in arg ? stringsOf(arg.ColumnRef.fields).at(-1) : undefined;
}
