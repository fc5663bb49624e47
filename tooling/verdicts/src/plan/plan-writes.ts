import { isMadeAnew, type Model, type SchemaModel } from '@schema-service/schema-model';
import { extremeValues, givenValue } from './given-values.ts';
import type { GivenRow, GivenValue, Operation, OperationAct } from './operation.ts';
import { PARENTS, type RowMaker, rowMaker } from './row-maker.ts';
import { twins } from './twins.ts';
import {
  type ClientField,
  entitiesReferredTo,
  foreignKeysFrom,
  isComparable,
  keysOf,
  parentsFirst,
} from './visible-model.ts';

/** From here on, rows whose keys updates and upserts look for. */
const KEY_SEEDS = 6;
/** A row that no later operation touches, for others to find. */
export const KEPT = 11;
/** No row has this seed. */
const NOBODY = 80;
/** From here on, rows with values at an edge. */
export const EXTREME_SEEDS = 12;

/**
 * All that a client can do to an empty database that is its own: every kind of
 * row into every model, changes by every key, deletes of what others refer to,
 * and looks at what that left. The other version's schema says which rows it may
 * take or refuse for a reason that this one does not have.
 */
export function planWrites(schema: SchemaModel, other: SchemaModel): readonly Operation[] {
  const models = parentsFirst(schema).map((model) => ({ model, rows: rowMaker(schema, model) }));
  const referredTo = entitiesReferredTo(schema);
  const referredToElsewhere = entitiesReferredTo(other);
  const mostExtremes = Math.max(0, ...models.map(({ rows }) => extremesOf(schema, rows).length));
  return [
    ...models
      .filter(({ model }) => referredTo.has(model.name))
      .flatMap(({ model, rows }) => parents(model, rows, EXTREME_SEEDS + mostExtremes)),
    // Fewer, so that a relation that the other version leads elsewhere finds some and misses some.
    ...models
      .filter(({ model: { name } }) => referredToElsewhere.has(name) && !referredTo.has(name))
      .flatMap(({ model, rows }) => parents(model, rows, 4)),
    ...models.flatMap(({ model, rows }) => creates(schema, model, rows)),
    ...models.flatMap(({ model, rows }) =>
      twins(schema, other, model, rows).map(({ name, data }) =>
        write(model, name, { act: 'create', data }),
      ),
    ),
    ...models
      .filter(() => schema.relationMode === 'prisma' && other.relationMode !== 'prisma')
      .flatMap(({ model, rows }) => orphans(schema, model, rows)),
    ...models.flatMap(({ model, rows }) => deletesByValue(schema, model, rows)),
    ...models.flatMap(({ model, rows }) => changes(model, rows)),
    ...connections(schema),
    ...models.flatMap(({ model, rows }) => orders(model, rows)),
    ...models
      .filter(({ model }) =>
        schema.relations.some(
          (relation) => relation.kind === 'foreignKey' && relation.to.entity === model.name,
        ),
      )
      .flatMap(({ model, rows }) => parentDeletes(schema, model, rows)),
  ];
}

/** One for each seed that the rows of children use. */
function parents(model: Model, rows: RowMaker, seeds: number): readonly Operation[] {
  return Array.from({ length: seeds }, (_, index) =>
    write(model, `parent ${index}`, { act: 'create', data: rows.full(PARENTS + index) }),
  );
}

function creates(schema: SchemaModel, model: Model, rows: RowMaker): readonly Operation[] {
  const create = (name: string, data: GivenRow): Operation =>
    write(model, name, { act: 'create', data });
  return [
    create('full', rows.full(1)),
    create('another', rows.full(2)),
    create('minimal', rows.minimal(3)),
    create('nulls', rows.nulls(4)),
    create('repeated', rows.repeated(5, 1)),
    create('kept', rows.full(KEPT)),
    ...extremesOf(schema, rows).map(({ field, value }, index) =>
      create(`${field.name} = ${JSON.stringify(value.value)?.slice(0, 30)}`, {
        ...rows.minimal(EXTREME_SEEDS + index),
        // Rows are told apart by their keys, given or made.
        [field.name]: value,
      }),
    ),
  ];
}

/** A row that refers to none, which a foreign key would refuse; nobody else is to find it. */
function orphans(schema: SchemaModel, model: Model, rows: RowMaker): readonly Operation[] {
  const [key] = rows.keys;
  if (key === undefined || foreignKeysFrom(schema, model.name).length === 0) return [];
  return [
    write(model, 'a row that refers to none', { act: 'create', data: rows.full(NOBODY) }),
    write(model, 'delete the row that refers to none', {
      act: 'delete',
      where: rows.key(key, NOBODY),
    }),
  ];
}

function extremesOf(
  schema: SchemaModel,
  rows: RowMaker,
): readonly { readonly field: ClientField; readonly value: GivenValue }[] {
  return rows.fields
    .filter(rows.isFree)
    .flatMap((field) => extremeValues(schema, field).map((value) => ({ field, value })));
}

/** Of rows that are not there: what counts is that the database understands the value. */
function deletesByValue(schema: SchemaModel, model: Model, rows: RowMaker): readonly Operation[] {
  return rows.fields.filter(isComparable).map((field) =>
    write(model, `delete by the value of ${field.name}`, {
      act: 'deleteMany',
      by: {
        ...rows.key(rows.keys[0] ?? { name: '', fields: [] }, NOBODY).values,
        [field.name]: givenValue(schema, field, NOBODY),
      },
    }),
  );
}

function changes(model: Model, rows: RowMaker): readonly Operation[] {
  const data = rows.changes(5);
  return rows.keys.flatMap((key, index) => [
    ...(Object.keys(data).length > 0
      ? [write(model, `update by ${key.name}`, { act: 'update', where: rows.key(key, 1), data })]
      : []),
    write(model, `upsert what is there by ${key.name}`, {
      act: 'upsert',
      where: rows.key(key, 2),
      create: rows.full(2),
      update: data,
    }),
    write(model, `upsert what is not there by ${key.name}`, {
      act: 'upsert',
      where: rows.key(key, KEY_SEEDS + index),
      create: rows.full(KEY_SEEDS + index),
      update: data,
    }),
    write(model, `delete by ${key.name}`, {
      act: 'delete',
      where: rows.key(key, KEY_SEEDS + index),
    }),
  ]);
}

function connections(schema: SchemaModel): readonly Operation[] {
  return schema.relations.flatMap((relation) => {
    if (relation.kind !== 'joinTable') return [];
    const [a, b] = [relation.a, relation.b].map(({ entity }) =>
      schema.models.find(({ name }) => name === entity),
    );
    const [keyA, keyB] = [a && keysOf(a)[0], b && keysOf(b)[0]];
    if (!a || !b || !keyA || !keyB) return [];
    return [
      write(a, `connect ${relation.a.field}`, {
        act: 'connect',
        where: rowMaker(schema, a).key(keyA, PARENTS + 1),
        relation: relation.a.field,
        to: rowMaker(schema, b).key(keyB, PARENTS + 2),
      }),
      read(a, `follow ${relation.a.field}`, { act: 'follow', relation: relation.a.field }),
    ];
  });
}

/** What PostgreSQL sorts by is part of what a column means. */
function orders(model: Model, rows: RowMaker): readonly Operation[] {
  return rows.fields
    .filter((field) => isComparable(field) && !isMadeAnew(field))
    .map(({ name }) => read(model, `order by ${name}`, { act: 'order', by: name }));
}

function parentDeletes(schema: SchemaModel, model: Model, rows: RowMaker): readonly Operation[] {
  const [key] = rows.keys;
  if (key === undefined) return [];
  const children = schema.models.filter(({ name }) =>
    foreignKeysFrom(schema, name).some(({ to }) => to.entity === model.name),
  );
  return [
    write(model, 'delete a parent', { act: 'delete', where: rows.key(key, PARENTS + 1) }),
    ...children.map((child) => ({
      ...write(child, `count after ${model.name} lost a row`, { act: 'count' as const }),
    })),
    // What a delete that is not refused leaves behind refers to no row.
    ...children.flatMap((child) =>
      foreignKeysFrom(schema, child.name)
        .filter(({ to }) => to.entity === model.name)
        .map(({ from }) =>
          write(child, `follow ${from.field} after ${model.name} lost a row`, {
            act: 'follow',
            relation: from.field,
          }),
        ),
    ),
  ];
}

function write(model: Model, name: string, act: OperationAct): Operation {
  return operation(model, name, 'writes', act);
}

function read(model: Model, name: string, act: OperationAct): Operation {
  return operation(model, name, 'reads', act);
}

function operation(
  model: Model,
  name: string,
  question: 'reads' | 'writes',
  act: OperationAct,
): Operation {
  const given = act.act === 'create' ? act.data : {};
  const volatile = rowMakerFields(model).filter((field) => !(field in given));
  return { ...act, name: `${model.name}: ${name}`, entity: model.name, question, volatile };
}

function rowMakerFields(model: Model): readonly string[] {
  return model.fields
    .filter(
      (field) =>
        (field.kind === 'scalar' || field.kind === 'enum') && !field.isIgnored && isMadeAnew(field),
    )
    .map(({ name }) => name);
}
