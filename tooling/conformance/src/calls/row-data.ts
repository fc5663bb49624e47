import type {
  Model,
  PrimaryKey,
  RelationField,
  SchemaModel,
  UniqueConstraint,
} from '@schema-service/schema-model';
import { sampleValue } from '../sample-value.ts';
import type { Argument, Arguments, ArgumentValue } from './call.ts';
import type { ExistingRow, ExistingRows } from './existing-rows.ts';
import {
  type Column,
  columnsOf,
  columnsOfKeys,
  isDifferentEachTime,
  keyOf,
  relationsOf,
} from './schema-facts.ts';

/** What `create` takes for a row that is not there: by its columns alone, foreign keys too. */
export function newRow(
  schema: SchemaModel,
  model: Model,
  row: number,
  existing: ExistingRows,
  without: readonly string[] = [],
): Arguments | undefined {
  const keys = new Map<string, Argument>();
  for (const relation of relationsOf(schema, model)) {
    if (relation.fields.every((field) => without.includes(field))) continue;
    const rows = existing.get(relation.type) ?? [];
    const target = rows[row % Math.max(1, rows.length)];
    for (const [index, field] of relation.fields.entries()) {
      const value = target?.get(relation.references[index] ?? '');
      if (value !== undefined && !keys.has(field)) keys.set(field, value);
    }
  }
  const isForeign = foreignColumns(model);
  const data: Record<string, Argument> = {};
  for (const column of columnsOf(model)) {
    if (without.includes(column.name)) continue;
    const value = isForeign.has(column.name)
      ? keys.get(column.name)
      : made(schema, model, column, row, existing);
    if (value !== undefined) data[column.name] = value;
    else if (isForeign.has(column.name) && column.arity === 'required') return undefined;
  }
  return data;
}

/**
 * What `create` takes beside relations: columns that are no foreign keys, and rows to connect to.
 * A number that the database makes is none of them, and no run makes the same.
 */
export function newRowWithRelations(
  schema: SchemaModel,
  model: Model,
  row: number,
  existing: ExistingRows,
  without: RelationField,
): Arguments | undefined {
  if (columnsOf(model).some((column) => column.default?.kind === 'autoincrement')) return undefined;
  const isForeign = foreignColumns(model);
  const data: Record<string, Argument> = {};
  for (const column of columnsOf(model)) {
    if (isForeign.has(column.name)) continue;
    const value = made(schema, model, column, row, existing);
    if (value !== undefined) data[column.name] = value;
  }
  for (const relation of relationsOf(schema, model)) {
    if (relation.name === without.name || relation.fields.length === 0) continue;
    if (relation.arity !== 'required') continue;
    const rows = existing.get(relation.type) ?? [];
    const target = rows[row % Math.max(1, rows.length)];
    const other = schema.models.find(({ name }) => name === relation.type);
    const where = target && other && whereRow(other, target);
    if (where === undefined) return undefined;
    data[relation.name] = { connect: where };
  }
  return data;
}

/** `where` for one row by the key that identifies it, as Prisma writes it. */
export function whereRow(model: Model, row: ExistingRow | Arguments): Arguments | undefined {
  const key = model.primaryKey ?? model.uniques[0];
  return key && keyOf(model).length > 0 ? whereUnique(key, row) : undefined;
}

/** The same by any key; undefined where the row has not all of it. */
export function whereUnique(
  { name: keyName, fields }: PrimaryKey | UniqueConstraint,
  row: ExistingRow | Arguments,
): Arguments | undefined {
  const valueAt = (name: string): Argument | undefined =>
    row instanceof Map ? row.get(name) : (row as Arguments)[name];
  const entries = fields.map(({ name }) => [name, valueAt(name)] as const);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  const values = Object.fromEntries(entries) as Arguments;
  return entries.length === 1 ? values : { [keyName]: values };
}

/** A column to change and to ask for: one without a part in keys, of a type that has equality. */
export function plainColumn(model: Model): Column | undefined {
  const inKey = columnsOfKeys(model);
  const isForeign = foreignColumns(model);
  return columnsOf(model).find(
    (column) =>
      !inKey.has(column.name) &&
      !isForeign.has(column.name) &&
      !isDifferentEachTime(model, column) &&
      column.arity !== 'list' &&
      (column.kind === 'enum' || !['Json', 'Bytes', 'Float'].includes(column.type)),
  );
}

/** A made-up value of a column, as an argument. */
export function argumentOf(schema: SchemaModel, column: Column, row: number): ArgumentValue {
  return {
    kind: 'value',
    ...sampleValue(schema, column, row),
    ...(column.kind === 'enum' ? { enum: column.type } : {}),
  };
}

function made(
  schema: SchemaModel,
  model: Model,
  column: Column,
  row: number,
  existing: ExistingRows,
): Argument | undefined {
  if (isDifferentEachTime(model, column)) return undefined;
  // A CHECK may leave little room for numbers: one that is there has passed it.
  const there = existing.get(model.name)?.[0]?.get(column.name);
  const isNumber = column.kind === 'scalar' && NUMBERS.has(column.type);
  if (there !== undefined && isNumber && !columnsOfKeys(model).has(column.name)) return there;
  return argumentOf(schema, column, row);
}

const NUMBERS = new Set(['Int', 'BigInt', 'Float', 'Decimal']);

/** The columns that foreign keys are of. */
export function foreignColumns(model: Model): ReadonlySet<string> {
  return new Set(model.fields.flatMap((field) => (field.kind === 'relation' ? field.fields : [])));
}
