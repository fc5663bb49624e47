import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import { bareName, columnOf, qualifierOf, sequenceName } from './names.ts';
import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import type { Step } from './step.ts';

const sequenceTypes: Readonly<Record<string, string>> = {
  SmallInt: 'SMALLINT',
  Integer: 'INTEGER',
  BigInt: 'BIGINT',
};

/** A default; where it is `autoincrement()`, with the sequence behind it, as `SERIAL` would make it. */
export function planSequence(
  { kind, table, name, sql }: TableClause,
  { existing, becoming }: PlanContext,
): readonly Step[] {
  const subject = `default:${table}.${name}`;
  const step: Step = { phase: 'main', table, sql, subject };
  const counts = kind === 'setDefault' && sql.includes('nextval(');
  const counted = columnOf(existing.get(table), name)?.default?.kind === 'autoincrement';
  const sequence =
    qualifierOf(table) + quoteIdentifier(sequenceName(bareName(table), bareName(name)));
  if (counts) return sequenceSteps(step, name, sequence, columnType(table, name, becoming));
  if (!counted) return [step];
  return [step, { phase: 'main', sql: `DROP SEQUENCE IF EXISTS ${sequence}`, subject }];
}

function columnType(table: string, name: string, tables: PlanContext['becoming']): string {
  const column = columnOf(tables.get(table), name);
  const type = column?.kind === 'scalar' ? sequenceTypes[column.nativeType.name] : undefined;
  return type ?? 'BIGINT';
}

/** `step` becomes the one that sets the column's default. */
export function sequenceSteps(
  step: Step,
  name: string,
  sequence: string,
  type: string,
): readonly Step[] {
  const { table = '', subject } = step;
  return [
    { phase: 'main', sql: `CREATE SEQUENCE ${sequence} AS ${type}`, subject },
    { ...step, sql: `ALTER COLUMN ${name} SET DEFAULT nextval(${quoteText(sequence)})` },
    { phase: 'main', sql: `ALTER SEQUENCE ${sequence} OWNED BY ${table}.${name}`, subject },
    {
      phase: 'main',
      sql: `SELECT setval(${quoteText(sequence)}, coalesce(max(${name}), 0) + 1, false) FROM ${table}`,
      subject,
      comment: 'Goes on behind the numbers that are there.',
    },
  ];
}
