import { bareName, nameWith, quoted } from './names.ts';
import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

/**
 * `SET NOT NULL` reads the whole table under a lock that lets nobody in, unless
 * a valid check says the same already. So: a check for what is written from now
 * on, its validation beside the readers and writers, and then the word of it.
 */
export function planNotNull(
  { table, name }: Pick<TableClause, 'table' | 'name'>,
  { existing }: PlanContext,
  rows: string,
): readonly Step[] {
  const subject = `null:${table}.${name}`;
  if (!existing.has(table)) {
    return [{ phase: 'main', table, sql: `ALTER COLUMN ${name} SET NOT NULL`, subject }];
  }
  const check = quoted(nameWith(`${bareName(table)}_${bareName(name)}`, '_not_null_check'));
  return [
    {
      phase: 'backfill',
      sql: '',
      subject,
      comment: `TODO: a value for ${rows}.\nUPDATE ${table} SET ${name} = ... WHERE ${name} IS NULL;`,
      note: `Write the value for ${rows}, where the migration says TODO; without one it fails on them.`,
    },
    {
      phase: 'backfill',
      table,
      sql: `ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`,
      subject,
      comment:
        'Holds for what is written from now on; the rows that are there are looked at later.',
      undo: { table, sql: `DROP CONSTRAINT IF EXISTS ${check}` },
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
      undo: { table, sql: `ALTER COLUMN ${name} DROP NOT NULL` },
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
