import {
  type Field,
  type Model,
  pathOf,
  type Relation,
  type SchemaModel,
  sidesOf,
} from '@schema-service/schema-model';

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
  const relationKey = (relation: Relation): string => sidesOf(relation).map(pathOf).join();
  const relations = differing(from.relations, to.relations, relationKey);
  for (const relation of [...from.relations, ...to.relations]) {
    if (relations.has(relationKey(relation))) {
      for (const entity of entitiesOf(relation)) models.add(entity);
    }
  }
  return models;
}

const entitiesOf = (relation: Relation): readonly string[] =>
  sidesOf(relation).map(({ entity }) => entity);

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
    entitiesOf(relation).some((entity) => changed.has(entity)),
  );
  const related = new Set(relations.flatMap(entitiesOf));
  // A relation's name is no key of it: those of other models may have the same.
  const ends = new Set(relations.flatMap(sidesOf).map(pathOf));
  return {
    ...schema,
    relations,
    models: schema.models.flatMap((model) => {
      if (changed.has(model.name)) return [model];
      return related.has(model.name) ? [keysOf(model, ends)] : [];
    }),
  };
}

function keysOf(model: Model, ends: ReadonlySet<string>): Model {
  const isKept = (field: Field): boolean =>
    field.kind === 'relation' && ends.has(pathOf({ entity: model.name, field: field.name }));
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
