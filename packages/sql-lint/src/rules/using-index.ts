import type { IndexElem } from 'libpg-query';
import { type AddedConstraint, defaultConstraintName } from '../ast/added-constraint.ts';
import { quote } from '../sql/relation-name.ts';
import { addColumnWithout, alterTable } from './alter-table.ts';
import { migration, noTransaction, steps } from './recipe.ts';

/** A unique index first, and the constraint made of it. */
export function usingIndex(added: AddedConstraint): string {
  const { table, columns, column } = added;
  const { keys: _, including = [], ...constraint } = added.constraint;
  const name = constraint.conname ?? defaultConstraintName(added);
  const elem = (text: string): { readonly IndexElem: IndexElem } => ({
    IndexElem: { name: text, ordering: 'SORTBY_DEFAULT', nulls_ordering: 'SORTBY_NULLS_DEFAULT' },
  });
  const index = noTransaction({
    IndexStmt: {
      idxname: name,
      relation: {
        relname: table.name,
        inh: true,
        relpersistence: 'p',
        ...(table.schema !== undefined && { schemaname: table.schema }),
      },
      accessMethod: 'btree',
      indexParams: columns.map(elem),
      indexIncludingParams: including.flatMap((part) =>
        'String' in part ? [elem(part.String.sval ?? '')] : [],
      ),
      unique: true,
      concurrent: true,
      ...(constraint.nulls_not_distinct && { nulls_not_distinct: true }),
    },
  });
  const { nulls_not_distinct: __, ...rest } = constraint;
  // The deparser quotes every name but this one.
  const made = { ...rest, conname: name, indexname: quote(name) };
  const add = migration(
    alterTable(table, { subtype: 'AT_AddConstraint', def: { Constraint: made } }),
  );
  if (!column) return steps(index, add);
  const addColumn = addColumnWithout(column, constraint.contype, 'CONSTR_NOTNULL');
  return steps(migration(addColumn), index, add);
}
