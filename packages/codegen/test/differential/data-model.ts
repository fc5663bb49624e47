import type {
  EnumField,
  Field,
  Model,
  RelationField,
  ScalarField,
  SchemaModel,
  View,
} from '@schema-service/schema-model';

/** A model or view as a client has it. */
export interface ModelInfo {
  readonly name: string;
  /** The client's property. */
  readonly accessor: string;
  /** Its table, quoted. */
  readonly table: string;
  readonly isView: boolean;
  readonly scalars: readonly ScalarInfo[];
  readonly relations: readonly RelationInfo[];
  /** By the name that `where` has for them; of one field that is the field's. */
  readonly uniques: readonly { readonly name: string; readonly fields: readonly ScalarInfo[] }[];
}

export type ScalarInfo = (ScalarField | EnumField) & {
  readonly isKeyOfRelation: boolean;
  /** The client or the database gives a value where none is given. */
  readonly isFilled: boolean;
};

export interface RelationInfo {
  readonly name: string;
  readonly type: string;
  readonly arity: RelationField['arity'];
  /** The fields of this model that hold the key; empty where the other side or a table does. */
  readonly fields: readonly string[];
  readonly isManyToMany: boolean;
  /** The field of the other side. */
  readonly inverse: string;
}

export interface DataModel {
  readonly models: readonly ModelInfo[];
  readonly modelOf: (name: string) => ModelInfo;
  /** Names of an enum's values. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** What a generator of calls has to know of a schema. */
export function dataModel(schema: SchemaModel): DataModel {
  const entities = [...schema.models, ...schema.views].filter(({ isIgnored }) => !isIgnored);
  const models = entities.map((entity) => modelInfo(entity, schema));
  return {
    models,
    modelOf: (name) => models.find((model) => model.name === name) as ModelInfo,
    enums: new Map(schema.enums.map(({ name, values }) => [name, values.map((one) => one.name)])),
  };
}

function modelInfo(entity: Model | View, schema: SchemaModel): ModelInfo {
  const fields = entity.fields.filter(({ isIgnored }) => !isIgnored);
  const relations = fields.filter((field) => field.kind === 'relation');
  const keys = new Set(relations.flatMap((relation) => relation.fields));
  const scalars = fields.filter(isScalar).map(
    (field): ScalarInfo => ({
      ...field,
      isKeyOfRelation: keys.has(field.name),
      isFilled: field.default !== undefined || field.isUpdatedAt,
    }),
  );
  const { primaryKey, uniques, namespace, dbName, name } = entity;
  return {
    name,
    accessor: name.charAt(0).toLowerCase() + name.slice(1),
    table: [...(namespace === undefined ? [] : [namespace]), dbName]
      .map((part) => `"${part.replaceAll('"', '""')}"`)
      .join('.'),
    isView: entity.kind === 'view',
    scalars,
    relations: relations.map((relation) => relationInfo(entity, relation, schema)),
    uniques: [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques].map((key) => ({
      name: key.name,
      fields: key.fields.map(
        (one) => scalars.find((field) => field.name === one.name) as ScalarInfo,
      ),
    })),
  };
}

/** Prisma stores a list of bytes as their Base64, which is wrong: nothing to compare with. */
function isScalar(field: Field): field is ScalarField | EnumField {
  return (
    field.kind === 'enum' ||
    (field.kind === 'scalar' && !(field.type === 'Bytes' && field.arity === 'list'))
  );
}

function relationInfo(
  { name: entity }: Model | View,
  { name, type, arity, fields }: RelationField,
  { relations }: SchemaModel,
): RelationInfo {
  const sides = relations.map((one) => ({
    one,
    pair: one.kind === 'joinTable' ? [one.a, one.b] : [one.from, one.to],
  }));
  for (const { one, pair } of sides) {
    const own = pair.findIndex((side) => side.entity === entity && side.field === name);
    if (own < 0) continue;
    const inverse = pair[1 - own]?.field ?? '';
    return { name, type, arity, fields, inverse, isManyToMany: one.kind === 'joinTable' };
  }
  throw new Error(`No relation has the field ${entity}.${name}.`);
}

/** Whether values of the field have an order that both databases agree on. */
export function isOrdered(field: ScalarInfo): boolean {
  return field.arity !== 'list' && field.type !== 'Json';
}
