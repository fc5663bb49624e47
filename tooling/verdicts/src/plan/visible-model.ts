import type {
  EnumField,
  ForeignKeyRelation,
  Model,
  ScalarField,
  SchemaModel,
  View,
} from '@schema-service/schema-model';

/** A column that clients see. */
export type ClientField = ScalarField | EnumField;

export function clientFields({ fields }: Model | View): readonly ClientField[] {
  return fields.filter(
    (field): field is ClientField =>
      (field.kind === 'scalar' || field.kind === 'enum') && !field.isIgnored,
  );
}

/** Models and views that a client has. */
export function clientEntities(schema: SchemaModel): readonly (Model | View)[] {
  return [...schema.models, ...schema.views].filter(({ isIgnored }) => !isIgnored);
}

/** Models that a client can create rows of: no required column is hidden from it. */
export function isCreatable({ isIgnored, fields }: Model): boolean {
  return (
    !isIgnored &&
    !fields.some(
      (field) =>
        (field.kind === 'unsupported' || (field.kind !== 'relation' && field.isIgnored)) &&
        field.arity === 'required' &&
        field.default === undefined,
    )
  );
}

export function isNeeded(field: ClientField): boolean {
  return field.arity === 'required' && field.default === undefined && !field.isUpdatedAt;
}

/** The primary key and the unique constraints: what rows are looked up by. */
export function keysOf(
  entity: Model | View,
): readonly { name: string; fields: readonly string[] }[] {
  const visible = new Set(clientFields(entity).map(({ name }) => name));
  return [...(entity.primaryKey ? [entity.primaryKey] : []), ...entity.uniques]
    .map(({ name, fields }) => ({ name, fields: fields.map((field) => field.name) }))
    .filter(({ fields }) => fields.every((field) => visible.has(field)));
}

/** A column that can be compared with a value. */
export function isComparable(field: ClientField): boolean {
  return field.arity !== 'list' && !(field.kind === 'scalar' && field.type === 'Json');
}

/** Entities that a relation of any of the schemas points at. */
export function entitiesReferredTo(...schemas: readonly SchemaModel[]): ReadonlySet<string> {
  return new Set(
    schemas
      .flatMap(({ relations }) => relations)
      .flatMap((relation) =>
        relation.kind === 'foreignKey'
          ? [relation.to.entity]
          : [relation.a.entity, relation.b.entity],
      ),
  );
}

export function foreignKeysFrom(
  schema: SchemaModel,
  entity: string,
): readonly ForeignKeyRelation[] {
  return schema.relations.filter(
    (relation): relation is ForeignKeyRelation =>
      relation.kind === 'foreignKey' && relation.from.entity === entity,
  );
}

/** Models in an order in which each comes after those that it must refer to. */
export function parentsFirst(schema: SchemaModel): readonly Model[] {
  const done: Model[] = [];
  let waiting = schema.models.filter(isCreatable);
  while (waiting.length > 0) {
    const ready = waiting.filter(({ name }) =>
      foreignKeysFrom(schema, name).every(
        ({ to }) => to.entity === name || !waiting.some((other) => other.name === to.entity),
      ),
    );
    if (ready.length === 0)
      throw new Error('Fixtures have no models that refer to each other in a ring.');
    done.push(...ready);
    waiting = waiting.filter((model) => !ready.includes(model));
  }
  return done;
}

/** Its readers were told to expect values that they do not know, so their code is not exhaustive over it. */
export function isTolerant(schema: SchemaModel, enumName: string): boolean {
  const declared = schema.enums.find(({ name }) => name === enumName);
  return declared?.documentation?.includes('@tolerates new values') ?? false;
}
