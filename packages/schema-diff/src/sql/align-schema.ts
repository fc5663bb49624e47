import type {
  DefaultValue,
  Enum,
  Field,
  IndexedField,
  Model,
  Relation,
  RelationSide,
  SchemaModel,
  View,
} from '@schema-service/schema-model';
import type { RenamedNames } from './renamed-names.ts';

type Entity = Model | View;

/**
 * The previous schema with everything that the current one has under another
 * name, or in another place, called as there: what is left between the two is
 * no rename. Names of keys and constraints stay, whose renaming the engine sees.
 */
export function alignSchema(
  previous: SchemaModel,
  current: SchemaModel,
  names: RenamedNames,
): SchemaModel {
  const enums = previous.enums.map((declared) => alignEnum(declared, current, names));
  const models = previous.models.map((model) => alignEntity(model, current.models, names));
  const views = previous.views.map((view) => alignEntity(view, current.views, names));
  const used = [...enums, ...models, ...views].flatMap(({ namespace }) => namespace ?? []);
  const namespaces =
    previous.namespaces.length + current.namespaces.length === 0
      ? []
      : [...new Set([...previous.namespaces, ...used])].sort();
  return {
    ...previous,
    namespaces,
    enums,
    models,
    views,
    relations: previous.relations.map((relation) => alignRelation(relation, names)),
  };
}

/** The place in the database is that of the counterpart; without `@@schema` there is none. */
function placed<T extends Enum | Entity>(declared: T, counterpart: T | undefined): T {
  if (counterpart === undefined) return declared;
  const { namespace: _, ...rest } = declared;
  const { name, dbName, namespace } = counterpart;
  // The spread leaves out an optional property and nothing else.
  return { ...rest, name, dbName, ...(namespace === undefined ? {} : { namespace }) } as T;
}

function alignEnum(declared: Enum, { enums }: SchemaModel, names: RenamedNames): Enum {
  const name = names.enumName(declared.name);
  const counterpart = enums.find((other) => other.name === name);
  const values = declared.values.map((value) => {
    const renamed = names.enumValue(declared.name, value.name);
    const match = counterpart?.values.find((other) => other.name === renamed);
    return match === undefined ? value : { ...value, name: match.name, dbName: match.dbName };
  });
  return { ...placed(declared, counterpart), values };
}

function alignEntity<T extends Entity>(entity: T, others: readonly T[], names: RenamedNames): T {
  const counterpart = others.find(({ name }) => name === names.entityName(entity.name));
  const field = (name: string): string => names.fieldName(entity.name, name);
  const keys = <Key extends { readonly fields: readonly IndexedField[] }>(key: Key): Key => ({
    ...key,
    fields: key.fields.map((indexed) => ({ ...indexed, name: field(indexed.name) })),
  });
  const { primaryKey } = entity;
  return {
    ...placed(entity, counterpart),
    fields: entity.fields.map((member) => alignField(member, entity, counterpart, names)),
    ...(primaryKey === undefined ? {} : { primaryKey: keys(primaryKey) }),
    uniques: entity.uniques.map(keys),
    ...(entity.kind === 'model' ? { indexes: entity.indexes.map(keys) } : {}),
  };
}

function alignField(
  field: Field,
  entity: Entity,
  counterpart: Entity | undefined,
  names: RenamedNames,
): Field {
  const name = names.fieldName(entity.name, field.name);
  const match = counterpart?.fields.find((other) => other.name === name);
  if (field.kind === 'relation') {
    return {
      ...field,
      name,
      dbName: name,
      type: names.entityName(field.type) ?? field.type,
      fields: field.fields.map((key) => names.fieldName(entity.name, key)),
      references: field.references.map((key) => names.fieldName(field.type, key)),
    };
  }
  const dbName = match === undefined || match.kind === 'relation' ? field.dbName : match.dbName;
  if (field.kind !== 'enum') return { ...field, name, dbName };
  const { default: value, ...rest } = field;
  return {
    ...rest,
    name,
    dbName,
    type: names.enumName(field.type) ?? field.type,
    ...(value === undefined ? {} : { default: alignDefault(value, field.type, names) }),
  };
}

function alignDefault(value: DefaultValue, owner: string, names: RenamedNames): DefaultValue {
  if (value.kind === 'enumValue') {
    return { ...value, value: names.enumValue(owner, value.value) };
  }
  if (value.kind === 'enumValueList') {
    return { ...value, values: value.values.map((item) => names.enumValue(owner, item)) };
  }
  return value;
}

function alignRelation(relation: Relation, names: RenamedNames): Relation {
  const side = ({ entity, field }: RelationSide): RelationSide => ({
    entity: names.entityName(entity) ?? entity,
    field: names.fieldName(entity, field),
  });
  if (relation.kind === 'joinTable') {
    return { ...relation, a: side(relation.a), b: side(relation.b) };
  }
  const { from, to } = relation;
  return {
    ...relation,
    from: side(from),
    to: side(to),
    fields: relation.fields.map((field) => names.fieldName(from.entity, field)),
    references: relation.references.map((field) => names.fieldName(to.entity, field)),
  };
}
