import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { ColumnField } from '@schema-service/schema-model';
import { type ColumnDefinition, readColumnDefinition, serialTypes } from './column-definition.ts';
import { decisionStep } from './decision.ts';
import { fitValues } from './fit-values.ts';
import { isWidening } from './is-widening.ts';
import { bareName, columnOf, qualifierOf, sequenceName } from './names.ts';
import type { TableClause } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import { planNotNull } from './plan-not-null.ts';
import { sequenceSteps } from './plan-sequence.ts';
import { silentLoss } from './silent-loss.ts';
import type { Step } from './step.ts';

/**
 * Another type for a column. Where PostgreSQL casts by itself the engine says so;
 * elsewhere it would drop the column and make it anew, and here its values are
 * cast through their text, which keeps them or fails.
 */
export function planType(clause: TableClause, context: PlanContext): readonly Step[] {
  const { table, name, sql, kind } = clause;
  const subject = `type:${table}.${name}`;
  const step: Step = { phase: 'main', table, sql, subject };
  const before = columnOf(context.existing.get(table), name);
  const after = columnOf(context.becoming.get(table), name);
  const fitted = fitValues(clause, [before, after], context);
  const retype = (clauseSql: string): Step =>
    retypeStep({ ...step, sql: clauseSql }, [before, after], context);
  if (kind === 'setType') {
    const becomesOne = before?.arity === 'list' && after?.arity !== 'list';
    const type = sql.replace(/^.*? SET DATA TYPE\s+/s, '');
    return [...fitted, retype(becomesOne ? `${sql} USING (${cast(name, type, before)})` : sql)];
  }

  const definition = readColumnDefinition(sql);
  if (definition === undefined) return [step];
  const wasRequired = before === undefined || before.arity === 'required';
  const hadDefault = before === undefined || hasDefault(before.default?.kind);
  const type = serialTypes[definition.type] ?? definition.type;
  const alter = `ALTER COLUMN ${name}`;
  return [
    ...fitted,
    ...(hadDefault ? [{ ...step, sql: `${alter} DROP DEFAULT` }] : []),
    retype(`${alter} SET DATA TYPE ${type} USING (${cast(name, type, before)})`),
    ...newDefault(step, definition, name),
    ...(wasRequired && !definition.isRequired ? [{ ...step, sql: `${alter} DROP NOT NULL` }] : []),
    ...(!wasRequired && definition.isRequired
      ? planNotNull(clause, context, `rows that have no value in ${table}.${name}`)
      : []),
  ];
}

/** The clause that gives the type, with what a person has to know or to decide of it. */
function retypeStep(
  step: Step,
  [before, after]: readonly [before: ColumnField | undefined, after: ColumnField | undefined],
  context: PlanContext,
): Step {
  const column = step.subject.replace(/^type:/, '');
  const loss = silentLoss(column, before, after);
  if (loss === undefined) {
    const isSafe = before !== undefined && after !== undefined && isWidening(before, after);
    return { ...step, ...(isSafe ? {} : narrowing(column)) };
  }
  const { about, loses } = loss;
  if (context.isDown) return { ...step, ...narrowing(column), loses };
  const decision = decisionStep({ ...step, about, loses, form: step.sql }, context);
  return { ...step, ...decision };
}

const narrowing = (column: string): Pick<Step, 'note' | 'loses' | 'comment'> => ({
  comment: `The table is rewritten. This fails where a value of ${column} is none of the new type.`,
  note: `Not every value of ${column} need be one of its new type: look at the values first. The table is rewritten.`,
  loses: `digits or characters of ${column} that its type here has no room for`,
});

const hasDefault = (kind: string | undefined): boolean =>
  kind !== undefined && kind !== 'generated';

/**
 * Through text there is a cast between any two types. One to a type with a length would cut in
 * silence: without it PostgreSQL refuses what is too long.
 */
function cast(name: string, typeWithLength: string, before: ColumnField | undefined): string {
  const type = typeWithLength
    .replace(/^(?:VARCHAR|CHAR)\([^)]*\)/, 'TEXT')
    .replace(/^(?:VARBIT|BIT)\([^)]*\)/, 'VARBIT');
  if (type.endsWith('[]')) {
    return before?.arity === 'list'
      ? `${name}::TEXT[]::${type}`
      : `CASE WHEN ${name} IS NOT NULL THEN ARRAY[${name}::TEXT]::${type} END`;
  }
  if (before?.arity === 'list') return `${name}[1]::TEXT::${type}`;
  const isBoolean = before?.kind === 'scalar' && before.type === 'Boolean';
  // Numbers of truth values are one and zero, which their text is not.
  if (isBoolean && numeric.test(type)) return `${name}::INTEGER::${type}`;
  return `${name}::TEXT::${type}`;
}

const numeric = /^(?:SMALLINT|INTEGER|BIGINT|DECIMAL|NUMERIC|REAL|DOUBLE|OID)/;

function newDefault(step: Step, definition: ColumnDefinition, name: string): readonly Step[] {
  const { table = '' } = step;
  const type = serialTypes[definition.type];
  if (type !== undefined) {
    const sequence = quoteIdentifier(sequenceName(bareName(table), bareName(name)));
    return sequenceSteps(step, name, qualifierOf(table) + sequence, type);
  }
  if (definition.default === undefined) return [];
  return [{ ...step, sql: `ALTER COLUMN ${name} SET DEFAULT ${definition.default}` }];
}
