import { quoteIdentifier } from '@schema-service/postgres-sql';
import { decisionStep } from './decision.ts';
import { bareName, columnOf, nameWith } from './names.ts';
import type { TableClause } from './operation.ts';
import { placeholder } from './placeholder.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

/**
 * `SET NOT NULL` reads the whole table under a lock that lets nobody in, unless
 * a valid check says the same already. So: a check for what is written from now
 * on, its validation beside the readers and writers, and then the word of it.
 */
export function planNotNull(
  { table, name }: Pick<TableClause, 'table' | 'name'>,
  context: PlanContext,
  rows: string,
): readonly Step[] {
  const subject = `null:${table}.${name}`;
  if (!context.existing.has(table)) {
    return [{ phase: 'main', table, sql: `ALTER COLUMN ${name} SET NOT NULL`, subject }];
  }
  const model = context.becoming.get(table);
  const column = columnOf(model, name);
  const value = model && column ? placeholder(column, model, context.to) : undefined;
  const check = quoteIdentifier(
    nameWith(`${bareName(table)}_${bareName(name)}`, '_not_null_check'),
  );
  return [
    decisionStep(
      {
        phase: 'backfill',
        subject,
        about: `a value for ${rows}`,
        sql: value && `UPDATE ${table} SET ${name} = ${value} WHERE ${name} IS NULL`,
        form: `UPDATE ${table} SET ${name} = ... WHERE ${name} IS NULL`,
      },
      context,
    ),
    {
      phase: 'backfill',
      table,
      sql: `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`,
      subject,
      comment:
        'Holds for what is written from now on; the rows that are there are looked at later.',
      down: { table, sql: `DROP CONSTRAINT IF EXISTS ${check}` },
    },
    {
      phase: 'validate',
      table,
      sql: `VALIDATE CONSTRAINT ${check}`,
      subject,
      comment: 'Reads the table while others read and write it.',
    },
    {
      phase: 'validate',
      isLast: true,
      table,
      sql: `ALTER COLUMN ${name} SET NOT NULL`,
      subject,
      comment: 'PostgreSQL takes the valid check for proof, and reads nothing.',
      down: { table, sql: `ALTER COLUMN ${name} DROP NOT NULL` },
    },
    {
      phase: 'validate',
      isLast: true,
      table,
      sql: `DROP CONSTRAINT ${check}`,
      subject,
    },
  ];
}
