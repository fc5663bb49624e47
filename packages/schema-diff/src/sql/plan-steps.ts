import { assertNever } from '@schema-service/errors';
import type { Enum, SchemaModel } from '@schema-service/schema-model';
import { literal, qualifiedName, tablesOf } from './names.ts';
import type { Operation, TypeOperation } from './operation.ts';
import { planClause } from './plan-clause.ts';
import type { PlanContext } from './plan-context.ts';
import { planIndexes } from './plan-index.ts';
import { phases, type Step } from './step.ts';

/** The steps that lead from one schema to the other, in the order in which they run. */
export function planSteps(
  operations: readonly Operation[],
  from: SchemaModel,
  to: SchemaModel,
): readonly Step[] {
  const context: PlanContext = {
    from,
    to,
    operations,
    existing: tablesOf(from),
    becoming: tablesOf(to),
    retyped: retypedColumns(operations),
  };
  const steps = operations.flatMap((operation) => plan(operation, context));
  const order = ({ phase, isLast }: Step): number => phases.indexOf(phase) + (isLast ? 0.5 : 0);
  return steps.toSorted((a, b) => order(a) - order(b));
}

/** Columns that the engine would drop and make again, since PostgreSQL does not cast them by itself. */
function retypedColumns(operations: readonly Operation[]): ReadonlySet<string> {
  const columns = (kind: 'addColumn' | 'dropColumn'): readonly string[] =>
    operations.flatMap((operation) =>
      operation.kind === kind ? [`${operation.table}.${operation.name}`] : [],
    );
  const dropped = new Set(columns('dropColumn'));
  return new Set(columns('addColumn').filter((column) => dropped.has(column)));
}

function plan(operation: Operation, context: PlanContext): readonly Step[] {
  switch (operation.kind) {
    case 'createTable':
      return [{ phase: 'main', sql: operation.sql, subject: `table:${operation.table}` }];
    case 'dropTable':
      return [
        {
          phase: 'main',
          sql: operation.sql,
          subject: `table:${operation.table}`,
          loses: `every row of ${operation.table}`,
        },
      ];
    case 'createIndex':
    case 'dropIndex':
      return planIndexes(operation, context);
    case 'createType':
    case 'dropType':
    case 'addEnumValue':
    case 'recreateEnum':
      return planType(operation, context);
    case 'createSequence':
    case 'ownSequence':
    case 'dropSequence':
      // Made and dropped beside the default that uses it, under the name that PostgreSQL gives it.
      return [];
    case 'other':
      return planOther(operation.sql);
    default:
      return planClause(operation, context);
  }
}

/** The engine's own clean-up of sequences has no name in it. */
function planOther(sql: string): readonly Step[] {
  if (sql.startsWith('DROP SEQUENCE') || sql === 'CREATE SCHEMA IF NOT EXISTS "public"') return [];
  return [{ phase: 'main', sql, subject: `other:${sql}` }];
}

function planType(operation: TypeOperation, context: PlanContext): readonly Step[] {
  const { kind, type, sql, value } = operation;
  const subject = `enum:${type}`;
  switch (kind) {
    case 'createType':
    case 'dropType':
      return [{ phase: 'main', sql, subject }];
    case 'addEnumValue':
      return [
        {
          phase: isUsed(operation, context.operations) ? 'values' : 'main',
          sql: sql + placeOf(type, value ?? '', context),
          subject,
        },
      ];
    case 'recreateEnum':
      return (operation.statements ?? []).map((statement, index) => ({
        phase: 'main',
        sql: statement,
        subject,
        ...(index === 0
          ? {
              comment: `PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and\nits columns are moved over, which rewrites their tables. It fails while a row holds a value that goes.`,
              note: `${type} is made anew, which rewrites every table that has it and fails while a row holds a value that is gone.`,
            }
          : {}),
      }));
    default:
      return assertNever(kind);
  }
}

/** PostgreSQL refuses a value in the transaction that added it. */
function isUsed({ value = '' }: TypeOperation, operations: readonly Operation[]): boolean {
  return operations.some(
    (other) =>
      (other.kind !== 'addEnumValue' &&
        other.kind !== 'createTable' &&
        other.sql.includes(value)) ||
      (other.kind === 'createTable' && other.sql.includes(`DEFAULT ${value}`)),
  );
}

const enumCalled = (type: string, { enums }: SchemaModel): Enum | undefined =>
  enums.find(({ namespace, dbName }) => qualifiedName(namespace, dbName) === type);

/** The engine adds every value at the end; PostgreSQL sorts by the place. */
function placeOf(type: string, value: string, { from, to }: PlanContext): string {
  const names = enumCalled(type, to)?.values.map(({ dbName }) => literal(dbName)) ?? [];
  const known = enumCalled(type, from)?.values.map(({ dbName }) => literal(dbName)) ?? [];
  if (names.at(-1) === value) return '';
  const before = names[names.indexOf(value) - 1];
  return before === undefined ? ` BEFORE ${known[0]}` : ` AFTER ${before}`;
}
