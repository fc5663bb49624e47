import type { AlterTableCmd, Constraint, Node } from 'libpg-query';
import { type AddedConstraint, defaultConstraintName } from '../ast/added-constraint.ts';
import { format, quote, type RelationName } from '../sql/relation-name.ts';
import { migration, steps } from './recipe.ts';

/** An `ALTER TABLE` with one part, as a tree. */
export function alterTable({ schema, name }: RelationName, command: AlterTableCmd): Node {
  const relation = {
    relname: name,
    inh: true,
    relpersistence: 'p',
    ...(schema !== undefined && { schemaname: schema }),
  };
  const cmds = [{ AlterTableCmd: { behavior: 'DROP_RESTRICT' as const, ...command } }];
  return { AlterTableStmt: { relation, cmds, objtype: 'OBJECT_TABLE' } };
}

/** `ALTER TABLE ... ADD COLUMN` without some of the column's constraints. */
export function addColumnWithout(
  { table, column: { ...column } }: NonNullable<AddedConstraint['column']>,
  ...kinds: readonly Constraint['contype'][]
): Node {
  column.constraints = (column.constraints ?? []).filter(
    (part) => !('Constraint' in part && kinds.includes(part.Constraint.contype)),
  );
  return alterTable(table, { subtype: 'AT_AddColumn', def: { ColumnDef: column } });
}

/** A constraint for the rows to come first, and for those that are there in a second migration. */
export function notValidThenValidate(added: AddedConstraint): string {
  const { table, constraint, columns, column } = added;
  const name = constraint.conname ?? defaultConstraintName(added);
  const keys = columns.map((text) => ({ String: { sval: text } }));
  const later: Constraint = {
    ...constraint,
    conname: name,
    skip_validation: true,
    initially_valid: false,
    ...(constraint.contype === 'CONSTR_FOREIGN' && { fk_attrs: keys }),
  };
  const add = alterTable(table, { subtype: 'AT_AddConstraint', def: { Constraint: later } });
  const validate = `ALTER TABLE ${format(table)} VALIDATE CONSTRAINT ${quote(name)}`;
  return column
    ? steps(migration(addColumnWithout(column, constraint.contype), add), migration(validate))
    : steps(migration(add), migration(validate));
}
