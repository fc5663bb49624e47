import { addedConstraints, readsRows } from '../ast/added-constraint.ts';
import { alterCommands, droppedConstraints } from '../ast/table-parts.ts';
import { format, quote, type RelationName } from '../sql/relation-name.ts';
import { provesNotNull, tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { migration, steps } from './recipe.ts';
import type { LintContext, LintRule, Violation } from './rule.ts';

const NOT_NULL_NOT_VALID = 18;

export const setNotNull: LintRule = {
  kind: 'lintRule',
  id: 'set-not-null',
  severity: 'error',
  summary: 'NOT NULL on a column that exists, without a validated check',
  why: 'Every row is read while nobody can read or write. Where a validated CHECK (column IS NOT NULL) stands, PostgreSQL believes it and reads none, unless the same ALTER TABLE drops it; from version 18 on, NOT NULL itself can be NOT VALID first.',
  *check({ node }, context) {
    const dropped = droppedConstraints(node);
    for (const { table, command } of alterCommands(node, 'AT_SetNotNull')) {
      if (needsScan(context, table, command.name ?? '', dropped)) {
        yield violation(context, table, command.name ?? '');
      }
    }
    for (const added of addedConstraints(node)) {
      const [column = ''] = added.columns;
      if (added.constraint.contype !== 'CONSTR_NOTNULL' || !readsRows(added)) continue;
      if (!needsScan(context, added.table, column, dropped)) continue;
      yield { ...violation(context, added.table, column), at: added.constraint.location };
    }
  },
};

function needsScan(
  { database }: LintContext,
  table: RelationName,
  column: string,
  dropped: readonly string[],
): boolean {
  const state = tableOf(database, table);
  return !state.isNew && !provesNotNull(state, column, dropped);
}

function violation(context: LintContext, table: RelationName, column: string): Violation {
  return {
    message: `NOT NULL on ${quote(column)} stops all reads and writes of ${format(table)} while it reads the rows.`,
    lock: lockOn(context, table, 'a scan of every row'),
    recipe: notNullRecipe(table, column, context.postgresMajor),
  };
}

/** NOT NULL without a scan under a lock, for a column that has no nulls. */
function notNullRecipe(table: RelationName, column: string, postgresMajor: number): string {
  const alter = `ALTER TABLE ${format(table)}`;
  const name = quote(`${table.name}_${column}_not_null`);
  const validate = migration(`${alter} VALIDATE CONSTRAINT ${name}`);
  if (postgresMajor >= NOT_NULL_NOT_VALID) {
    const add = `${alter} ADD CONSTRAINT ${name} NOT NULL ${quote(column)} NOT VALID`;
    return steps(migration(add), validate);
  }
  return steps(
    migration(`${alter} ADD CONSTRAINT ${name} CHECK (${quote(column)} IS NOT NULL) NOT VALID`),
    validate,
    migration(
      `${alter} ALTER COLUMN ${quote(column)} SET NOT NULL`,
      `${alter} DROP CONSTRAINT ${name}`,
    ),
  );
}
