import { assertNever } from '@schema-service/errors';
import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Enum, EnumField, Model, SchemaModel } from '@schema-service/schema-model';
import { decisionStep } from './decision.ts';
import { createDependent, dependentsOn, dropDependent } from './dependent.ts';
import { columnOf, qualifiedName, tableName } from './names.ts';
import type { Operation, TypeOperation } from './operation.ts';
import type { PlanContext } from './plan-context.ts';
import { alteredColumn } from './read-operations.ts';
import type { Step } from './step.ts';

/** A type that is made, dropped, or has other values. */
export function planEnum(operation: TypeOperation, context: PlanContext): readonly Step[] {
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
      return [...replaceValues(operation, context), ...recreate(operation, context)];
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
  const names = enumCalled(type, to)?.values.map(({ dbName }) => quoteText(dbName)) ?? [];
  const known = enumCalled(type, from)?.values.map(({ dbName }) => quoteText(dbName)) ?? [];
  if (names.at(-1) === value) return '';
  const before = names[names.indexOf(value) - 1];
  return before === undefined ? ` BEFORE ${known[0]}` : ` AFTER ${before}`;
}

/** The type made anew, without what compares its columns with its values meanwhile. */
function recreate({ type, statements = [] }: TypeOperation, context: PlanContext): readonly Step[] {
  const dependents = dependentsOn(type, context.dependents);
  const sqls = [
    ...dependents.map(dropDependent),
    ...statements.filter((sql) => isOnWhatExists(sql, context)),
    ...dependents.map(createDependent),
  ];
  const drop = sqls.findIndex((sql) => sql.startsWith('DROP TYPE'));
  return sqls.map((sql, index) => ({
    phase: 'main',
    sql,
    subject: `enum:${type}`,
    // Until then a column is of the old type that goes alone or with its table.
    ...(index >= drop ? { isLast: true as const } : {}),
    ...(index === 0
      ? {
          comment: `PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and\nits columns are moved over, which rewrites their tables. It fails while a row holds a value that goes.`,
          note: `${type} is made anew, which rewrites every table that has it and fails while a row holds a value that is gone.`,
        }
      : {}),
  }));
}

/** The engine moves every column of the schema to come, those too that are made with the new type. */
function isOnWhatExists(sql: string, { existing }: PlanContext): boolean {
  const altered = alteredColumn(sql);
  return (
    altered === undefined || columnOf(existing.get(altered.table), altered.column) !== undefined
  );
}

/** What rows get in the place of a value that goes. A down fails on such rows instead, and loses nothing. */
function replaceValues({ type }: TypeOperation, context: PlanContext): readonly Step[] {
  const { from, to, isDown } = context;
  const [before, after] = [enumCalled(type, from), enumCalled(type, to)];
  const kept = (value: string): boolean =>
    after?.values.some(({ dbName }) => dbName === value) ?? false;
  const values = before?.values.map(({ dbName }) => dbName) ?? [];
  const gone = values.filter((value) => !kept(value));
  if (isDown || before === undefined || gone.length === 0) return [];
  return columnsOf(before, from).map(({ model, column }) => {
    const [table, name] = [tableName(model), quoteIdentifier(column.dbName)];
    const other = [...defaultValues(column, before), ...values].find(kept);
    return decisionStep(
      {
        phase: 'data',
        subject: `values:${table}.${name}`,
        about: `what rows of ${table} get that hold ${gone.map(quoteText).join(' or ')} in ${name}`,
        sql: other === undefined ? undefined : replacement(column, table, gone, quoteText(other)),
        form: `UPDATE ${table} SET ${name} = ... WHERE ${name} IN (${gone.map(quoteText).join(', ')})`,
        loses: `which rows of ${table} held ${gone.map(quoteText).join(' or ')} in ${name}`,
      },
      context,
    );
  });
}

const columnsOf = (
  { name }: Enum,
  { models }: SchemaModel,
): readonly { readonly model: Model; readonly column: EnumField }[] =>
  models.flatMap((model) =>
    model.fields.flatMap((column) =>
      column.kind === 'enum' && column.type === name ? [{ model, column }] : [],
    ),
  );

/** What a row gets that says nothing; none where there is no default. */
function defaultValues({ default: value }: EnumField, { values }: Enum): readonly string[] {
  if (value?.kind !== 'enumValue') return [];
  return values.filter(({ name }) => name === value.value).map(({ dbName }) => dbName);
}

function replacement(
  { arity, dbName }: EnumField,
  table: string,
  gone: readonly string[],
  other: string,
): string {
  const name = quoteIdentifier(dbName);
  if (arity !== 'list') {
    return `UPDATE ${table} SET ${name} = ${other} WHERE ${name} IN (${gone.map(quoteText).join(', ')})`;
  }
  const replaced = gone.reduce(
    (list, value) => `array_replace(${list}, ${quoteText(value)}, ${other})`,
    name,
  );
  return `UPDATE ${table} SET ${name} = ${replaced} WHERE ${gone.map((value) => `${quoteText(value)} = ANY (${name})`).join(' OR ')}`;
}
