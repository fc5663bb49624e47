import type { SchemaModel } from '@schema-service/schema-model';
import type { Dependent } from './dependent.ts';
import { tablesOf } from './names.ts';
import type { CreateTable, Operation } from './operation.ts';
import { planClause } from './plan-clause.ts';
import type { PlanContext } from './plan-context.ts';
import { planEnum } from './plan-enum.ts';
import { planIndexes } from './plan-index.ts';
import { phases, type Step } from './step.ts';

export interface StepsOptions {
  readonly from: SchemaModel;
  readonly to: SchemaModel;
  readonly isDown: boolean;
  readonly dependents: readonly Dependent[];
}

/** The steps that lead from one schema to the other, in the order in which they run. */
export function planSteps(
  operations: readonly Operation[],
  { from, to, ...direction }: StepsOptions,
): readonly Step[] {
  const context: PlanContext = {
    from,
    to,
    operations,
    existing: tablesOf(from),
    becoming: tablesOf(to),
    retyped: retypedColumns(operations),
    ...direction,
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
      return [createTable(operation, context)];
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
      return planEnum(operation, context);
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

/** Prisma takes `autoincrement()` for a serial; its own SQL and the lint's advice part there. */
function createTable({ sql, table }: CreateTable, { isDown }: PlanContext): Step {
  // Only an up is linted.
  const counts = !isDown && / (?:SMALL|BIG)?SERIAL\b/.test(sql);
  const why = "schemactl: ignore prefer-identity because it is what Prisma's autoincrement() makes";
  return { phase: 'main', sql, subject: `table:${table}`, ...(counts ? { comment: why } : {}) };
}

/** The engine's own clean-up of sequences has no name in it. */
function planOther(sql: string): readonly Step[] {
  if (sql.startsWith('DROP SEQUENCE') || sql === 'CREATE SCHEMA IF NOT EXISTS "public"') return [];
  return [{ phase: 'main', sql, subject: `other:${sql}` }];
}
