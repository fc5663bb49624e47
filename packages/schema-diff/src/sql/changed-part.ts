import type { Field, Model, Relation, SchemaModel } from '@schema-service/schema-model';

/**
 * Both schemas without what is the same in them, which makes no SQL and most of
 * the engine's work. What stays is what differs, whole, and of the models that
 * it is related to the keys: enough for the schemas to be valid.
 */
export function changedPart(
  from: SchemaModel,
  to: SchemaModel,
): readonly [from: SchemaModel, to: SchemaModel] {
  // Without foreign keys another part of every model counts.
  if (from.relationMode !== to.relationMode) return [from, to];
  const changed = changedModels(from, to);
  return [reduce(from, changed), reduce(to, changed)];
}

function changedModels(from: SchemaModel, to: SchemaModel): ReadonlySet<string> {
  const enums = differing(from.enums, to.enums, ({ name }) => name);
  const models = new Set(differing(from.models, to.models, ({ name }) => name));
  for (const model of [...from.models, ...to.models]) {
    if (model.fields.some((field) => field.kind === 'enum' && enums.has(field.type))) {
      models.add(model.name);
    }
  }
  const relationKey = (relation: Relation): string => relation.name + sidesOf(relation).join();
  const relations = differing(from.relations, to.relations, relationKey);
  for (const relation of [...from.relations, ...to.relations]) {
    if (relations.has(relationKey(relation))) {
      for (const entity of sidesOf(relation)) models.add(entity);
    }
  }
  return models;
}

const sidesOf = (relation: Relation): readonly string[] =>
  relation.kind === 'joinTable'
    ? [relation.a.entity, relation.b.entity]
    : [relation.from.entity, relation.to.entity];

/** Keys of what is in one list only, or is not the same in both. Where it stands in its file does not count. */
function differing<T>(
  from: readonly T[],
  to: readonly T[],
  key: (item: T) => string,
): ReadonlySet<string> {
  const text = (item: T): string =>
    JSON.stringify(item, (name, value) =>
      name === 'location' || name === 'documentation' ? undefined : value,
    );
  const before = new Map(from.map((item) => [key(item), text(item)]));
  const after = new Map(to.map((item) => [key(item), text(item)]));
  return new Set(
    [...before.keys(), ...after.keys()].filter((name) => before.get(name) !== after.get(name)),
  );
}

function reduce(schema: SchemaModel, changed: ReadonlySet<string>): SchemaModel {
  const relations = schema.relations.filter((relation) =>
    sidesOf(relation).some((entity) => changed.has(entity)),
  );
  const related = new Set(relations.flatMap(sidesOf));
  const kept = new Set(relations.map(({ name }) => name));
  return {
    ...schema,
    relations,
    models: schema.models.flatMap((model) => {
      if (changed.has(model.name)) return [model];
      return related.has(model.name) ? [keysOf(model, kept)] : [];
    }),
  };
}

function keysOf(model: Model, relations: ReadonlySet<string>): Model {
  const isKept = (field: Field): boolean =>
    field.kind === 'relation' && relations.has(field.relationName);
  const keys = [model.primaryKey, ...model.uniques].flatMap((key) => key?.fields ?? []);
  const names = new Set([
    ...keys.map(({ name }) => name),
    ...model.fields.flatMap((field) =>
      field.kind === 'relation' && isKept(field) ? field.fields : [],
    ),
  ]);
  return {
    ...model,
    indexes: [],
    fields: model.fields.filter((field) => names.has(field.name) || isKept(field)),
  };
}
