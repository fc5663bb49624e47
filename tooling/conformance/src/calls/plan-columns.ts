import type { Model, SchemaModel } from '@schema-service/schema-model';
import type { Argument, Arguments, Call, Method } from './call.ts';
import type { ExistingRow, ExistingRows } from './existing-rows.ts';
import { canOrder, conditionsOn, filtersOf } from './plan-filters.ts';
import { argumentOf, whereRow, whereUnique } from './row-data.ts';
import { type Column, columnsOf, inOrder, keyOf, shapeOf } from './schema-facts.ts';

/** Filters by and orders by every column of every model that has rows, reads its pages, and rows by each key. */
export function planColumns(schema: SchemaModel, existing: ExistingRows): readonly Call[] {
  return schema.models
    .filter((model) => !model.isIgnored && keyOf(model).length > 0)
    .flatMap((model) => {
      const rows = existing.get(model.name) ?? [];
      if (rows.length === 0) return [];
      return [
        ...columnsOf(model).flatMap((column) => ofColumn(schema, model, column, rows)),
        ...pages(model, rows),
        ...byKeys(model, rows),
      ];
    });
}

function ofColumn(
  schema: SchemaModel,
  model: Model,
  column: Column,
  rows: readonly ExistingRow[],
): readonly Call[] {
  const there = rows.flatMap((row) => row.get(column.name) ?? []);
  const one = there[0] ?? argumentOf(schema, column, 0);
  const other = there.find(({ value }) => value !== one.value) ?? argumentOf(schema, column, 30);
  const wheres = conditionsOn(column.name, filtersOf(column, [one, other]));
  return [
    ...wheres.map((where) => asked(model, 'findMany', { where, orderBy: inOrder(model) })),
    ...wheres.slice(0, 1).map((where) => asked(model, 'count', { where })),
    ...orders(model, column),
  ];
}

function orders(model: Model, column: Column): readonly Call[] {
  if (!canOrder(column)) return [];
  const { name, arity } = column;
  const by: readonly Arguments[] = [
    { [name]: 'asc' },
    { [name]: 'desc' },
    ...(arity === 'optional'
      ? [{ [name]: { sort: 'asc', nulls: 'first' } }, { [name]: { sort: 'desc', nulls: 'last' } }]
      : []),
  ];
  const others = keyOf(model)
    .filter((key) => key.name !== name)
    .map((key): Argument => ({ [key.name]: 'desc' }));
  return [
    ...by.map((order) => asked(model, 'findMany', { orderBy: [order, ...others] })),
    asked(model, 'findFirst', { orderBy: [{ [name]: 'desc' }, ...others] }),
  ];
}

function pages(model: Model, rows: readonly ExistingRow[]): readonly Call[] {
  const cursor = rows[1] && whereRow(model, rows[1]);
  const parts: readonly Arguments[] = [
    {},
    { take: 0 },
    { take: 1 },
    { take: -1 },
    { skip: 1 },
    { skip: 1, take: 1 },
    { skip: 99 },
    ...(cursor
      ? [{ cursor }, { cursor, skip: 1 }, { cursor, take: 2 }, { cursor, take: -2, skip: 1 }]
      : []),
  ];
  return [
    asked(model, 'count', {}),
    ...parts.map((part) => asked(model, 'findMany', { orderBy: inOrder(model), ...part })),
  ];
}

/** The first row by each of its keys, and by the key of none. */
function byKeys(model: Model, rows: readonly ExistingRow[]): readonly Call[] {
  const keys = [...(model.primaryKey ? [model.primaryKey] : []), ...model.uniques];
  return keys.flatMap((key) =>
    rows.flatMap((row) => {
      const where = whereUnique(key, row);
      return where ? [asked(model, 'findUnique', { where })] : [];
    }),
  );
}

const asked = (model: Model, method: Method, args: Arguments): Call => ({
  model: model.name,
  method,
  args,
  shape: shapeOf(model),
});
