import { cutName } from '../src/constraint-names.ts';
import type { DefaultValue, Field, LiteralValue, Model, SchemaModel, View } from '../src/index.ts';
import { defaultNativeTypes, isScalarType } from '../src/native-types.ts';
import type { Dmmf, DmmfField, DmmfIndex, DmmfModel } from './dmmf.ts';

/*
 * Both the SchemaModel and Prisma's DMMF as one list of sentences each. What
 * the DMMF leaves open (a name or an action that Prisma infers) reads `inferred`
 * there, and in the model where `isGiven` says that the DMMF has nothing.
 */

const trimmed = (documentation: string | undefined): string | undefined =>
  documentation
    ?.split('\n')
    .map((line) => line.trim())
    .join('\n');

const arityOf = ({ isList, isRequired }: DmmfField): string => {
  if (isList) return 'list';
  return isRequired ? 'required' : 'optional';
};

/** One spelling for values that the DMMF normalizes in its own way. */
function canonicalValue(type: string, value: unknown): unknown {
  switch (type) {
    case 'Int':
    case 'Float':
    case 'Decimal':
      return Number(value);
    case 'BigInt':
      return BigInt(String(value)).toString();
    case 'DateTime':
      return new Date(String(value)).toISOString();
    case 'Json':
      return JSON.parse(String(value));
    default:
      return value;
  }
}

const isCall = (value: unknown): value is { name: string; args: unknown[] } =>
  typeof value === 'object' && value !== null && 'name' in value;

function dmmfDefault(field: DmmfField): unknown {
  const value = field.default;
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => canonicalValue(field.type, item));
  if (!isCall(value)) return canonicalValue(field.type, value);
  const implied = value.name === 'uuid' ? 4 : value.name === 'cuid' ? 1 : undefined;
  return { name: value.name, args: value.args.filter((arg) => arg !== implied) };
}

function modelDefault(value: DefaultValue, type: string): unknown {
  const literal = (item: LiteralValue): unknown =>
    canonicalValue(type, item.kind === 'number' ? item.digits : item.value);
  switch (value.kind) {
    case 'literal':
      return literal(value.value);
    case 'list':
      return value.values.map(literal);
    case 'enumValue':
      return value.value;
    case 'enumValueList':
      return value.values;
    case 'autoincrement':
    case 'now':
      return { name: value.kind, args: [] };
    case 'generated':
      return { name: value.generator, args: value.args };
    case 'dbgenerated':
      return { name: 'dbgenerated', args: value.expression === '' ? [] : [value.expression] };
  }
}

function dmmfField(field: DmmfField): object {
  const base = {
    name: field.name,
    arity: arityOf(field),
    type: field.type,
    documentation: trimmed(field.documentation),
  };
  if (field.kind === 'object') {
    return {
      ...base,
      kind: 'relation',
      relationName: field.relationName,
      fields: field.relationFromFields,
      references: field.relationToFields,
      onDelete: field.relationOnDelete ?? 'inferred',
      onUpdate: field.relationOnUpdate ?? 'inferred',
    };
  }
  const native = field.nativeType && {
    name: field.nativeType[0],
    args: field.nativeType[1].map(Number),
  };
  return {
    ...base,
    kind: field.kind,
    dbName: cutName(field.dbName ?? field.name),
    isId: field.isId,
    isUnique: field.isUnique,
    isUpdatedAt: field.isUpdatedAt,
    default: dmmfDefault(field),
    nativeType: native ?? (isScalarType(field.type) ? defaultNativeTypes[field.type] : undefined),
  };
}

function modelField(
  field: Field,
  entity: Model | View,
  schema: SchemaModel,
  given: DmmfField | undefined,
): object {
  const base = {
    name: field.name,
    arity: field.arity,
    type: field.kind === 'unsupported' ? field.databaseType : field.type,
    documentation: trimmed(field.documentation),
  };
  if (field.kind === 'relation') {
    const relation = schema.relations.find(
      (other) =>
        other.kind === 'foreignKey' &&
        other.from.entity === entity.name &&
        other.from.field === field.name,
    );
    const action = (value: string | undefined, isGiven: unknown) => (isGiven ? value : 'inferred');
    const { onDelete, onUpdate } = relation?.kind === 'foreignKey' ? relation : {};
    return {
      ...base,
      kind: 'relation',
      relationName: field.relationName,
      fields: field.fields,
      references: field.references,
      onDelete: action(onDelete, given?.relationOnDelete),
      onUpdate: action(onUpdate, given?.relationOnUpdate),
    };
  }
  return {
    ...base,
    kind: field.kind,
    dbName: field.dbName,
    // The DMMF does not call an id unique as well.
    isId: field.isId,
    isUnique: field.isUnique && !field.isId,
    isUpdatedAt: field.isUpdatedAt,
    default:
      field.default && modelDefault(field.default, field.kind === 'scalar' ? field.type : ''),
    nativeType: field.kind === 'scalar' ? field.nativeType : undefined,
  };
}

const keyOf = (type: string, fields: readonly { name: string }[]): string =>
  `${type}(${fields.map(({ name }) => name).join(', ')})`;

const byText = (keys: readonly object[]): readonly object[] =>
  keys.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

function dmmfKeys(indexes: readonly DmmfIndex[]): readonly object[] {
  return byText(
    indexes.map(({ type, name, dbName, algorithm, fields }) => ({
      key: keyOf(type, fields),
      sorts: fields.map(({ sortOrder }) => sortOrder ?? 'asc'),
      ops: fields.map(({ operatorClass }) => operatorClass ?? 'none'),
      algorithm: algorithm ?? 'BTree',
      // A plain index has no name in the client.
      name: type === 'normal' ? undefined : (name ?? fields.map((field) => field.name).join('_')),
      dbName: dbName ?? 'inferred',
    })),
  );
}

function modelKeys(entity: Model | View, given: readonly DmmfIndex[]): readonly object[] {
  const unnamed = given.filter(({ dbName }) => dbName === undefined).length;
  let inferred = 0;
  const keys = [
    ...(entity.primaryKey ? [entity.primaryKey] : []),
    ...entity.uniques,
    ...(entity.kind === 'model' ? entity.indexes : []),
  ];
  const result = keys.map((key) => {
    const isUnique = key.kind === 'unique' || (key.kind === 'index' && key.isUnique);
    const type = key.kind === 'primaryKey' ? 'id' : isUnique ? 'unique' : 'normal';
    const isGiven = given.some(({ dbName }) => dbName === key.dbName);
    if (!isGiven) inferred++;
    return {
      key: keyOf(type, key.fields),
      sorts: key.fields.map(({ sort }) => sort.toLowerCase()),
      ops: key.fields.map(({ ops }) => ops?.replace(/^raw\("(.*)"\)$/, '$1') ?? 'none'),
      algorithm: key.kind === 'index' ? key.algorithm : 'BTree',
      name:
        key.kind === 'index'
          ? isUnique
            ? key.fields.map(({ name }) => name).join('_')
            : undefined
          : key.name,
      dbName: isGiven ? key.dbName : 'inferred',
    };
  });
  if (inferred !== unnamed) throw new Error(`${entity.name}: ${inferred} inferred, not ${unnamed}`);
  return byText(result);
}

export function factsOfDmmf({ datamodel }: Dmmf): object {
  return {
    enums: datamodel.enums
      .map((declared) => ({
        name: declared.name,
        dbName: cutName(declared.dbName ?? declared.name),
        documentation: trimmed(declared.documentation),
        values: declared.values.map((value) => ({
          name: value.name,
          dbName: value.dbName ?? value.name,
          documentation: trimmed(value.documentation),
        })),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    entities: datamodel.models
      .map((model) => ({
        name: model.name,
        dbName: cutName(model.dbName ?? model.name),
        namespace: model.schema ?? undefined,
        documentation: trimmed(model.documentation),
        fields: model.fields.map(dmmfField),
        keys: dmmfKeys(datamodel.indexes.filter((index) => index.model === model.name)),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What the model says about the things that the DMMF knows: it leaves out what no client sees. */
export function factsOfModel(schema: SchemaModel, { datamodel }: Dmmf): object {
  const given = (name: string): DmmfModel | undefined =>
    datamodel.models.find((model) => model.name === name);
  return {
    enums: schema.enums.map(({ name, dbName, documentation, values }) => ({
      name,
      dbName,
      documentation: trimmed(documentation),
      values: values.map((value) => ({
        name: value.name,
        dbName: value.dbName,
        documentation: trimmed(value.documentation),
      })),
    })),
    entities: [...schema.models, ...schema.views]
      .filter(({ isIgnored }) => !isIgnored)
      .map((entity) => ({
        name: entity.name,
        dbName: entity.dbName,
        namespace: entity.namespace,
        documentation: trimmed(entity.documentation),
        fields: entity.fields
          .filter(({ isIgnored, kind }) => !isIgnored && kind !== 'unsupported')
          .map((field) =>
            modelField(
              field,
              entity,
              schema,
              given(entity.name)?.fields.find(({ name }) => name === field.name),
            ),
          ),
        keys: modelKeys(
          entity,
          datamodel.indexes.filter((index) => index.model === entity.name),
        ),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
