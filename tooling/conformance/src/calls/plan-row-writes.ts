import type { Model, SchemaModel } from '@schema-service/schema-model';
import type { Argument, Arguments, Call, Method } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { argumentOf, foreignColumns, newRow, whereRow } from './row-data.ts';
import {
  type Column,
  columnsOf,
  columnsOfKeys,
  inOrder,
  isDifferentEachTime,
  keyOf,
  shapeOf,
} from './schema-facts.ts';

/** Values that rows get have this number or the ones after it. */
const NEW = 40;

/** Every write of a row by itself: create, update of each column, upsert and delete, of one and of many. */
export function planRowWrites(schema: SchemaModel, existing: ExistingRows): readonly Call[] {
  return schema.models
    .filter((model) => !model.isIgnored && keyOf(model).length > 0)
    .flatMap((model) => [...creates(schema, model, existing), ...changes(schema, model, existing)]);
}

function creates(schema: SchemaModel, model: Model, existing: ExistingRows): readonly Call[] {
  const [one, two] = [NEW, NEW + 1].map((row) => newRow(schema, model, row, existing));
  if (one === undefined || two === undefined) return [];
  const where = whereRow(model, one);
  return [
    written(model, 'create', { data: one }),
    written(model, 'createMany', { data: [one, two] }),
    written(model, 'createMany', { data: [one, one, two], skipDuplicates: true }),
    written(model, 'createMany', { data: [one, one] }),
    ...(where ? [written(model, 'upsert', { where, create: one, update: {} })] : []),
  ];
}

function changes(schema: SchemaModel, model: Model, existing: ExistingRows): readonly Call[] {
  const rows = existing.get(model.name) ?? [];
  const wheres = rows.flatMap((row) => whereRow(model, row) ?? []);
  const [where] = wheres;
  if (where === undefined) return [];
  const columns = changeable(model);
  const all = Object.fromEntries(
    columns.map((column) => [column.name, argumentOf(schema, column, NEW)]),
  );
  const create = newRow(schema, model, NEW, existing);
  return [
    ...columns.flatMap((column) =>
      changesOf(schema, column).map((change) =>
        written(model, 'update', { where, data: { [column.name]: change } }),
      ),
    ),
    written(model, 'update', { where, data: all }),
    written(model, 'update', { where, data: {} }),
    written(model, 'updateMany', { where: {}, data: all }),
    written(model, 'updateMany', { where: { NOT: keyCondition(model, existing) }, data: all }),
    ...(create ? [written(model, 'upsert', { where, create, update: all })] : []),
    ...wheres.map((each) => written(model, 'delete', { where: each })),
    written(model, 'deleteMany', {}),
    written(model, 'deleteMany', { where: keyCondition(model, existing) }),
  ];
}

/** Columns that no other row and no key depends on. */
function changeable(model: Model): readonly Column[] {
  const taken = new Set([...columnsOfKeys(model), ...foreignColumns(model)]);
  return columnsOf(model).filter(
    (column) => !taken.has(column.name) && !isDifferentEachTime(model, column),
  );
}

function changesOf(schema: SchemaModel, column: Column): readonly Argument[] {
  const value = argumentOf(schema, column, NEW);
  if (column.arity === 'list') return [value, { set: value }, { push: value }];
  const type = column.kind === 'scalar' ? column.type : 'Enum';
  // `set` would be a key of a Json.
  const changed: readonly Argument[] = type === 'Json' ? [value] : [value, { set: value }];
  const nothing: readonly Argument[] = column.arity === 'optional' && type !== 'Json' ? [null] : [];
  const two: Argument = { ...value, value: type === 'Int' || type === 'Float' ? 2 : '2' };
  const counted: readonly Argument[] = ['Int', 'BigInt', 'Float', 'Decimal'].includes(type)
    ? [{ increment: two }, { decrement: two }, { multiply: two }]
    : [];
  return [...changed, ...nothing, ...counted];
}

/** What the first row meets by the columns of its key. */
function keyCondition(model: Model, existing: ExistingRows): Arguments {
  const row = existing.get(model.name)?.[0];
  return Object.fromEntries(
    keyOf(model).flatMap(({ name }) => {
      const value = row?.get(name);
      return value ? [[name, value] as const] : [];
    }),
  );
}

/** The write, and all rows of the model as they are after it. */
function written(model: Model, method: Method, args: Arguments): Call {
  const shape = shapeOf(model, { isWritten: true });
  const after: Call = {
    model: model.name,
    method: 'findMany',
    args: { orderBy: inOrder(model) },
    shape,
  };
  return { model: model.name, method, args, shape, after: [after] };
}
