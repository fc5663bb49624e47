import type { Model, RelationField, SchemaModel } from '@schema-service/schema-model';
import type { Argument, Arguments, Call } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { argumentOf, newRow, newRowWithRelations, plainColumn, whereRow } from './row-data.ts';
import { inOrder, inverseOf, keyOf, modelOf, relationsOf, shapeOf } from './schema-facts.ts';

/** Rows that a write makes have values of their own from here on. */
const NEW = 10;

/** Every nested write through every relation, in the update of a row and in the create of one. */
export function planWrites(schema: SchemaModel, existing: ExistingRows): readonly Call[] {
  return schema.models
    .filter((model) => !model.isIgnored && keyOf(model).length > 0)
    .flatMap((model) =>
      relationsOf(schema, model).flatMap((relation) => {
        const target = modelOf(schema, relation.type);
        if (target === undefined || keyOf(target).length === 0) return [];
        return throughRelation({ schema, existing, model, relation, target });
      }),
    );
}

interface Place {
  readonly schema: SchemaModel;
  readonly existing: ExistingRows;
  readonly model: Model;
  readonly relation: RelationField;
  readonly target: Model;
}

function throughRelation(place: Place): readonly Call[] {
  const { schema, existing, model, relation } = place;
  const first = existing.get(model.name)?.[0];
  const where = first && whereRow(model, first);
  const nested = relation.arity === 'list' ? toMany(place) : toOne(place);
  const updates = where
    ? nested.map((write) => written(place, 'update', { where, data: { [relation.name]: write } }))
    : [];
  const data =
    relation.fields.length > 0
      ? newRowWithRelations(schema, model, NEW + 10, existing, relation)
      : newRow(schema, model, NEW + 10, existing);
  const creates = data
    ? [...nested.filter(isOfCreate), ...below(place)].map((write) =>
        written(place, 'create', { data: { ...data, [relation.name]: write } }),
      )
    : [];
  return [...updates, ...creates];
}

const OF_CREATE = new Set(['create', 'createMany', 'connect', 'connectOrCreate']);
const isOfCreate = (write: Arguments): boolean =>
  Object.keys(write).every((operation) => OF_CREATE.has(operation));

function toMany(place: Place): readonly Arguments[] {
  const { schema, target, model, relation } = place;
  const [one, two] = [freshRow(place, NEW), freshRow(place, NEW + 1)];
  const [there, last] = rowsThere(place);
  const plain = plainColumn(target);
  const change = plain && { [plain.name]: argumentOf(schema, plain, 9) };
  const isThrough = inverseOf(schema, model, relation)?.arity === 'list';
  return [
    ...(one && two
      ? [
          { create: one },
          { create: [one, two] },
          ...(isThrough ? [] : [{ createMany: { data: [one, two], skipDuplicates: true } }]),
          ...(last ? [{ create: one, connect: last }] : []),
        ]
      : []),
    ...(there && last
      ? [
          { connect: there },
          { connect: [there, last] },
          { disconnect: there },
          { set: [] },
          { set: [last] },
          { delete: there },
          { delete: [last] },
          { deleteMany: {} },
          { disconnect: [there], connect: last },
        ]
      : []),
    ...orCreate(place, one, there),
    ...(change && there
      ? [
          { update: { where: there, data: change } },
          { updateMany: { where: {}, data: change } },
          { updateMany: { where: { NOT: change }, data: change } },
          { deleteMany: [{ NOT: change }] },
          ...(one
            ? [
                { upsert: { where: there, create: one, update: change } },
                { upsert: { where: whereRow(target, one) ?? there, create: one, update: change } },
                { create: one, updateMany: { where: {}, data: change } },
              ]
            : []),
        ]
      : []),
  ];
}

function toOne(place: Place): readonly Arguments[] {
  const { schema, target, relation } = place;
  const one = freshRow(place, NEW);
  const [there, last] = rowsThere(place);
  const plain = plainColumn(target);
  const change = plain && { [plain.name]: argumentOf(schema, plain, 9) };
  return [
    ...(one ? [{ create: one }] : []),
    ...(there && last ? [{ connect: there }, { connect: last }] : []),
    ...orCreate(place, one, there),
    ...(relation.arity === 'optional' ? [{ disconnect: true }, { delete: true }] : []),
    ...(change
      ? [
          { update: change },
          { update: { where: { NOT: change }, data: change } },
          { update: { where: change, data: change } },
          ...(one ? [{ upsert: { create: one, update: change } }] : []),
        ]
      : []),
  ];
}

function orCreate(
  { target }: Place,
  one: Arguments | undefined,
  there: Arguments | undefined,
): readonly Arguments[] {
  const where = one && whereRow(target, one);
  return [
    ...(one && there ? [{ connectOrCreate: { where: there, create: one } }] : []),
    ...(one && where ? [{ connectOrCreate: { where, create: one } }] : []),
  ];
}

/** Two levels of new rows: through the first list of the target that does not lead back. */
function below(place: Place): readonly Arguments[] {
  const { schema, existing, model, relation, target } = place;
  const back = inverseOf(schema, model, relation)?.name;
  const deeper = relationsOf(schema, target).find(
    ({ arity, name }) => arity === 'list' && name !== back,
  );
  const other = deeper && modelOf(schema, deeper.type);
  const one = freshRow(place, NEW);
  if (deeper === undefined || other === undefined || one === undefined) return [];
  const further = freshRow(
    { schema, existing, model: target, relation: deeper, target: other },
    NEW + 5,
  );
  return further ? [{ create: { ...one, [deeper.name]: { create: [further] } } }] : [];
}

/** A row of the target without the key that the relation itself gives. */
function freshRow(
  { schema, existing, model, relation, target }: Place,
  row: number,
): Arguments | undefined {
  const inverse = relation.fields.length > 0 ? undefined : inverseOf(schema, model, relation);
  return newRow(schema, target, row, existing, inverse?.fields ?? []);
}

/** The first and the last row of the target, where there are two. */
function rowsThere({ existing, target }: Place): readonly (Arguments | undefined)[] {
  const rows = existing.get(target.name) ?? [];
  return [rows[0], rows.length > 1 ? rows.at(-1) : undefined].map(
    (row) => row && whereRow(target, row),
  );
}

/** The write, and all rows of both sides as they are after it. */
function written(
  { schema, model, relation, target }: Place,
  method: 'create' | 'update',
  args: Arguments,
): Call {
  const inverse = inverseOf(schema, model, relation);
  const isThrough = inverse?.arity === 'list' && relation.arity === 'list';
  const include: Argument = relation.arity === 'list' ? { orderBy: inOrder(target) } : true;
  const relations = [{ name: relation.name, shape: shapeOf(target, { isWritten: true }) }];
  const every = (of: Model): Call => ({
    model: of.name,
    method: 'findMany',
    args: { orderBy: inOrder(of) },
    shape: shapeOf(of, { isWritten: true }),
  });
  return {
    model: model.name,
    method,
    args: { ...args, include: { [relation.name]: include } },
    shape: shapeOf(model, { isWritten: true, relations }),
    after: [
      ...(isThrough
        ? [
            {
              ...every(target),
              args: {
                orderBy: inOrder(target),
                include: { [inverse.name]: { orderBy: inOrder(model) } },
              },
              shape: shapeOf(target, {
                isWritten: true,
                relations: [{ name: inverse.name, shape: shapeOf(model, { isWritten: true }) }],
              }),
            },
          ]
        : [every(target)]),
      ...(target === model ? [] : [every(model)]),
    ],
  };
}
