import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

const reference = /REFERENCES ((?:"(?:[^"]|"")+"\.)?"(?:[^"]|"")+")/;

/**
 * A foreign key of a table with rows is added without looking at them, which
 * takes a moment, and validated later, which locks neither table for writers.
 */
export function planForeignKey(
  { table, name, sql }: TableClause,
  { existing, operations }: PlanContext,
): readonly Step[] {
  const subject = `constraint:${table}.${name}`;
  const target = reference.exec(sql)?.[1] ?? '';
  // What it refers to must be unique, and may become so only in the phase before.
  const waits =
    existing.has(target) &&
    operations.some(
      (other) =>
        other.kind === 'createIndex' &&
        other.table === target &&
        other.sql.startsWith('CREATE UNIQUE'),
    );
  const phase = waits ? 'keys' : 'main';
  if (!existing.has(table)) return [{ phase, table, sql, subject }];
  return [
    {
      phase,
      table,
      sql: `${sql} NOT VALID`,
      subject,
      comment:
        'Holds for what is written from now on; the rows that are there are looked at later.',
      note: `${name} cannot be validated while rows of ${table} refer to nothing.`,
    },
    {
      phase: 'validate',
      table,
      sql: `VALIDATE CONSTRAINT ${name}`,
      subject,
      comment: 'Reads the table while others read and write it.',
    },
  ];
}
