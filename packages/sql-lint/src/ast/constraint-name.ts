import type { AddedConstraint } from './table-parts.ts';

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
