import { type ColumnDefinition, readColumnDefinition, serialTypes } from './column-definition.ts';
import { columnOf } from './names.ts';
import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import { planForeignKey } from './plan-foreign-key.ts';
import { planNotNull } from './plan-not-null.ts';
import { planSequence } from './plan-sequence.ts';
import { planType } from './plan-type.ts';
import type { Step } from './step.ts';

/** One clause of an `ALTER TABLE`, of a table that exists. */
export function planClause(clause: TableClause, context: PlanContext): readonly Step[] {
  const { kind, table, name, sql } = clause;
  const isRetyped = context.retyped.has(`${table}.${name}`);
  switch (kind) {
    case 'addColumn':
      return isRetyped ? planType(clause, context) : planNewColumn(clause, context);
    case 'dropColumn':
      return isRetyped ? [] : [dropColumn(clause)];
    case 'setType':
      return planType(clause, context);
    case 'setNotNull':
      return planNotNull(clause, context, `rows that have no value in ${table}.${name}`);
    case 'addForeignKey':
      return planForeignKey(clause, context);
    case 'setDefault':
    case 'dropDefault':
      return planSequence(clause, context);
    case 'addPrimaryKey':
      return [primaryKey(clause, context)];
    default:
      return [{ phase: 'main', table, sql, subject: `${subjects[kind] ?? kind}:${table}.${name}` }];
  }
}

const subjects: Readonly<Record<string, string>> = {
  dropNotNull: 'null',
  dropConstraint: 'constraint',
};

function dropColumn({ table, name }: TableClause): Step {
  return {
    phase: 'main',
    table,
    sql: `DROP COLUMN ${name}`,
    subject: `column:${table}.${name}`,
    loses: `what ${table}.${name} holds`,
  };
}

function planNewColumn(clause: TableClause, context: PlanContext): readonly Step[] {
  const { table, name } = clause;
  const definition = readColumnDefinition(clause.sql);
  const sql = clause.sql.replace(/^ADD COLUMN\s+/, 'ADD COLUMN ');
  const step: Step = { phase: 'main', table, sql, subject: `column:${table}.${name}` };
  if (definition === undefined) return [step];
  const rewrites = rewriteNote(definition);
  if (rewrites !== undefined) {
    return [{ ...step, note: `Adding ${table}.${name} rewrites the table: ${rewrites}` }];
  }
  const needsValue = definition.isRequired && definition.default === undefined;
  if (!needsValue) return [step];
  if (isInPrimaryKey(table, name, context)) {
    return [
      { ...step, note: `${table}.${name} is part of the primary key: the table must be empty.` },
    ];
  }
  return [
    { ...step, sql: sql.replace(/ NOT NULL$/, '') },
    ...planNotNull(
      clause,
      context,
      `the rows that are there: ${table}.${name} is new and has no default`,
    ),
  ];
}

/** What is computed for each row is written into each row. */
function rewriteNote({ type, default: value }: ColumnDefinition): string | undefined {
  if (serialTypes[type] !== undefined) return 'every row gets a number.';
  return value !== undefined && /\b(?!now\b)\w+\(.*\)/i.test(value.replace(/'(?:[^']|'')*'/g, "''"))
    ? `${value} is computed for every row.`
    : undefined;
}

function isInPrimaryKey(table: string, name: string, { becoming }: PlanContext): boolean {
  const model = becoming.get(table);
  const column = columnOf(model, name);
  return model?.primaryKey?.fields.some((field) => field.name === column?.name) ?? false;
}

function primaryKey({ table, name, sql }: TableClause, { existing }: PlanContext): Step {
  const step: Step = { phase: 'main', table, sql, subject: `constraint:${table}.${name}` };
  return existing.has(table)
    ? {
        ...step,
        note: `The primary key of ${table} is built while nobody can read or write the table.`,
      }
    : step;
}
