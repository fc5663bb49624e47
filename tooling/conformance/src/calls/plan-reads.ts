import type { Model, RelationField, SchemaModel } from '@schema-service/schema-model';
import type { Argument, Arguments, Call, Shape } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { plainColumn } from './row-data.ts';
import { inOrder, keyOf, modelOf, relationsOf, shapeOf } from './schema-facts.ts';

/** Not all of fifty relations in one call. */
const TOGETHER = 8;

/** Loads, counts, filters by and orders by every relation of every model that has rows. */
export function planReads(schema: SchemaModel, existing: ExistingRows): readonly Call[] {
  return schema.models
    .filter((model) => !model.isIgnored && keyOf(model).length > 0)
    .filter(({ name }) => (existing.get(name)?.length ?? 0) > 0)
    .flatMap((model) => {
      const relations = relationsOf(schema, model);
      const calls: Call[] = [];
      for (let start = 0; start < Math.max(1, relations.length); start += TOGETHER) {
        calls.push(loading(schema, model, relations.slice(start, start + TOGETHER)));
      }
      return [
        ...calls,
        ...relations.flatMap((relation) => ofRelation(schema, model, relation, existing)),
      ];
    });
}

function loading(schema: SchemaModel, model: Model, relations: readonly RelationField[]): Call {
  const lists = relations.filter(({ arity }) => arity === 'list').map(({ name }) => name);
  const include: Record<string, Argument> = {};
  for (const relation of relations) include[relation.name] = all(schema, relation);
  if (lists.length > 0) {
    include._count = { select: Object.fromEntries(lists.map((name) => [name, true])) };
  }
  return find(
    model,
    { include },
    {
      relations: relations.map((relation) => ({
        name: relation.name,
        shape: shapeOf(target(schema, relation)),
      })),
      counts: lists,
    },
  );
}

function ofRelation(
  schema: SchemaModel,
  model: Model,
  relation: RelationField,
  existing: ExistingRows,
): readonly Call[] {
  const wheres = filters(schema, relation, existing).map((where) => find(model, { where }));
  const deeper = relationsOf(schema, target(schema, relation)).slice(0, 3);
  const below: Arguments = Object.fromEntries(deeper.map((one) => [one.name, all(schema, one)]));
  const loaded = (options: Arguments, shape: Shape): Call =>
    find(
      model,
      { include: { [relation.name]: options } },
      {
        relations: [{ name: relation.name, shape }],
      },
    );
  const other = target(schema, relation);
  const levels = loaded(
    { ...ordered(relation, other), ...(deeper.length > 0 ? { include: below } : {}) },
    shapeOf(other, {
      relations: deeper.map((one) => ({ name: one.name, shape: shapeOf(target(schema, one)) })),
    }),
  );
  const parts = [{ take: 1 }, { take: -1 }, { skip: 1 }, { skip: 1, take: 1 }];
  const paged =
    relation.arity !== 'list'
      ? []
      : parts.map((part) => loaded({ ...ordered(relation, other), ...part }, shapeOf(other)));
  return [levels, ...paged, ...wheres, ...orders(schema, model, relation)];
}

function filters(
  schema: SchemaModel,
  relation: RelationField,
  existing: ExistingRows,
): readonly Arguments[] {
  const { name } = relation;
  const other = target(schema, relation);
  const column = plainColumn(other);
  const value =
    column &&
    existing
      .get(other.name)
      ?.find((row) => row.has(column.name))
      ?.get(column.name);
  const conditions: readonly Arguments[] =
    column && value
      ? [
          {},
          { [column.name]: value },
          { [column.name]: { not: value } },
          { NOT: { [column.name]: value } },
        ]
      : [{}];
  const next = relationsOf(schema, other)[0];
  const nested: readonly Arguments[] = next
    ? [{ [next.name]: next.arity === 'list' ? { some: {} } : { is: {} } }]
    : [];
  const operators = relation.arity === 'list' ? ['some', 'every', 'none'] : ['is', 'isNot'];
  const asked = operators.flatMap((operator) =>
    [...conditions, ...nested].map(
      (condition): Arguments => ({ [name]: { [operator]: condition } }),
    ),
  );
  const more: readonly Arguments[] =
    relation.arity === 'list'
      ? []
      : [
          ...conditions.map((condition): Arguments => ({ [name]: condition })),
          ...(relation.arity === 'optional'
            ? [{ [name]: null }, { [name]: { is: null } }, { [name]: { isNot: null } }]
            : []),
        ];
  return [...asked, ...more, ...asked.map((where): Arguments => ({ NOT: where }))];
}

function orders(schema: SchemaModel, model: Model, relation: RelationField): readonly Call[] {
  const column = plainColumn(target(schema, relation));
  const by =
    relation.arity === 'list' ? { _count: 'desc' } : column ? { [column.name]: 'desc' } : undefined;
  if (by === undefined) return [];
  const keys = inOrder(model) as readonly Argument[];
  return [find(model, { orderBy: [{ [relation.name]: by }, ...keys] })];
}

function find(model: Model, args: Arguments, shape: Parameters<typeof shapeOf>[1] = {}): Call {
  return {
    model: model.name,
    method: 'findMany',
    args: { orderBy: inOrder(model), ...args },
    shape: shapeOf(model, shape),
  };
}

function all(schema: SchemaModel, relation: RelationField): Argument {
  return relation.arity === 'list' ? ordered(relation, target(schema, relation)) : true;
}

function ordered(relation: RelationField, other: Model): Arguments {
  return relation.arity === 'list' ? { orderBy: inOrder(other) } : {};
}

function target(schema: SchemaModel, relation: RelationField): Model {
  const found = modelOf(schema, relation.type);
  if (found === undefined) throw new Error(`No client sees ${relation.type}.`);
  return found;
}
