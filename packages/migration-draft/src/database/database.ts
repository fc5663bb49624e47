import {
  type ColumnField,
  columnsOf,
  type Enum,
  type Extension,
  type Index,
  type IndexedField,
  type JoinTableRelation,
  type Model,
  pathOf,
  type ReferentialAction,
  type SchemaModel,
  sidesOf,
  type UniqueConstraint,
  withoutViews,
} from '@schema-service/schema-model';
import { defaultSql } from './default-sql.ts';
import { type Name, nameOf, nameWith, sqlName } from './names.ts';
import { elementSql } from './sql-type.ts';

/**
 * What a schema is in PostgreSQL. Keys are the names of the schema language, by
 * which the parts of two databases are matched; names are those of the database.
 */
export interface Database {
  readonly extensions: readonly Extension[];
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly tables: ReadonlyMap<string, Table>;
}

export interface EnumType {
  readonly key: string;
  readonly name: Name;
  readonly values: readonly EnumTypeValue[];
}

export interface EnumTypeValue {
  readonly key: string;
  readonly name: string;
}

export interface Table {
  /** The model's name; for an implicit many-to-many the paths of its two relation fields. */
  readonly key: string;
  readonly name: Name;
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  /** Unique constraints, too: Prisma makes them as unique indexes. */
  readonly indexes: readonly TableIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  /** The models that an implicit many-to-many's table is for; empty for a model's own. */
  readonly joins: readonly string[];
}

export interface Column {
  readonly key: string;
  readonly name: string;
  /** As SQL declares it: `TEXT[]`, `"E"`. */
  readonly type: string;
  /** The type without the brackets of a list. */
  readonly element: string;
  /** What tells the element's type from others, whatever an enum is called. */
  readonly elementKey: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  /** The default's SQL; absent where there is none, or a sequence makes it. */
  readonly default?: string;
  /** The default in keys instead of names, so that a rename is no other default. */
  readonly defaultKey?: string;
  /** Whether a sequence counts it (`autoincrement()`). */
  readonly isCounted: boolean;
  /** Where the schema language has the column; the columns of a join table have none. */
  readonly field?: ColumnField;
}

export interface PrimaryKey {
  readonly name: string;
  /** Keys of columns, in order. */
  readonly columns: readonly string[];
  /** `("a", "b" DESC)`'s parts behind the names, such as ` DESC`. */
  readonly suffixes: readonly string[];
}

export interface TableIndex {
  readonly name: string;
  readonly isUnique: boolean;
  readonly columns: readonly string[];
  readonly suffixes: readonly string[];
  /** Empty for a B-tree. */
  readonly method: string;
  readonly where?: string;
  /** Whether the database has it as a unique constraint, which SQL names otherwise than its index. */
  readonly isConstraint?: true;
}

/** Whether two indexes say the same, whatever they are called. */
export const isSameIndex = (one: TableIndex, other: TableIndex): boolean =>
  one.isUnique === other.isUnique &&
  one.method === other.method &&
  one.where === other.where &&
  one.columns.join() === other.columns.join() &&
  one.suffixes.join() === other.suffixes.join();

export interface ForeignKey {
  /** The relation field that it is made for: `Post.author`. */
  readonly key: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The key of the table that it refers to. */
  readonly target: string;
  readonly targetColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
}

export function databaseOf(schema: SchemaModel): Database {
  const { models, relations, relationMode, enums, extensions = [] } = withoutViews(schema);
  const types = new Map(enums.map((declared) => [declared.name, enumType(declared)]));
  const byName = new Map(models.map((model) => [model.name, model]));
  const foreignKeys = new Map<string, ForeignKey[]>();
  for (const relation of relationMode === 'prisma' ? [] : relations) {
    if (relation.kind !== 'foreignKey') continue;
    const { from, to, fields, references, dbName, onDelete, onUpdate } = relation;
    const keys = foreignKeys.get(from.entity) ?? [];
    foreignKeys.set(from.entity, keys);
    keys.push({
      key: pathOf(from),
      name: dbName,
      columns: fields,
      target: to.entity,
      targetColumns: references,
      onDelete,
      onUpdate,
    });
  }
  const tables = models.map((model) => modelTable(model, types, foreignKeys.get(model.name) ?? []));
  const joinTables = relations.flatMap((relation) =>
    relation.kind === 'joinTable'
      ? [joinTable(relation, byName, types, relationMode !== 'prisma')]
      : [],
  );
  return {
    extensions,
    enums: types,
    tables: new Map([...tables, ...joinTables].map((table) => [table.key, table])),
  };
}

const enumType = (declared: Enum): EnumType => ({
  key: declared.name,
  name: nameOf(declared),
  values: declared.values.map(({ name, dbName }) => ({ key: name, name: dbName })),
});

function modelTable(
  model: Model,
  types: ReadonlyMap<string, EnumType>,
  foreignKeys: readonly ForeignKey[],
): Table {
  const { primaryKey } = model;
  const inKey = new Set(primaryKey?.fields.map(({ name }) => name));
  return {
    key: model.name,
    name: nameOf(model),
    columns: columnsOf(model).map((field) => column(field, types, inKey.has(field.name))),
    ...(primaryKey === undefined
      ? {}
      : { primaryKey: { name: primaryKey.dbName, ...keyParts(primaryKey.fields) } }),
    indexes: [...model.uniques, ...model.indexes].map(tableIndex),
    foreignKeys,
    joins: [],
  };
}

function column(
  field: ColumnField,
  types: ReadonlyMap<string, EnumType>,
  isInKey: boolean,
): Column {
  const declared = field.kind === 'enum' ? types.get(field.type) : undefined;
  const element = elementSql(field, () => (declared === undefined ? '' : sqlName(declared.name)));
  const isList = field.arity === 'list';
  const type = isList ? `${element}[]` : element;
  const valueName = (key: string): string =>
    declared?.values.find((value) => value.key === key)?.name ?? key;
  const declaredColumn = {
    key: field.name,
    name: field.dbName,
    type,
    element,
    elementKey: field.kind === 'enum' ? `enum ${field.type}` : element,
    isList,
    isRequired: field.arity === 'required' || isInKey,
    isCounted: field.default?.kind === 'autoincrement',
    field,
  };
  const value = defaultSql(field, type, valueName);
  if (value === undefined) return declaredColumn;
  const defaultKey = field.kind === 'enum' ? defaultSql(field, '', (key) => key) : value;
  return { ...declaredColumn, default: value, defaultKey: defaultKey ?? '' };
}

const keyParts = (
  fields: readonly IndexedField[],
): { readonly columns: readonly string[]; readonly suffixes: readonly string[] } => ({
  columns: fields.map(({ name }) => name),
  suffixes: fields.map(
    ({ sort, ops }) =>
      `${ops === undefined ? '' : ` ${operatorClass(ops)}`}${sort === 'Desc' ? ' DESC' : ''}`,
  ),
});

/** `JsonbPathOps` is `jsonb_path_ops`; `raw("...")` holds SQL's own name. */
function operatorClass(ops: string): string {
  const raw = /^raw\("(.*)"\)$/s.exec(ops)?.[1];
  if (raw !== undefined) return raw;
  return ops
    .replace(/MinMax|TimestampTz|TimeTz|VarBit/g, (word) => word[0] + word.slice(1).toLowerCase())
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase();
}

function tableIndex(index: UniqueConstraint | Index): TableIndex {
  const base = { name: index.dbName, ...keyParts(index.fields) };
  if (index.kind === 'unique') return { ...base, isUnique: true, method: '' };
  return {
    ...base,
    isUnique: index.isUnique === true,
    method: index.algorithm === 'BTree' ? '' : index.algorithm.toUpperCase(),
    ...(index.where === undefined ? {} : { where: index.where }),
  };
}

/** A side's key is the path of its relation field: which of the two is column `A` depends on their names. */
function joinTable(
  relation: JoinTableRelation,
  models: ReadonlyMap<string, Model>,
  types: ReadonlyMap<string, EnumType>,
  hasForeignKeys: boolean,
): Table {
  const sides = sidesOf(relation).map((side, index) => {
    const model = models.get(side.entity);
    const id = model?.primaryKey?.fields[0]?.name;
    const field = model && columnsOf(model).find(({ name }) => name === id);
    if (field === undefined) throw new Error(`${pathOf(side)} is of a model without a single id`);
    return { key: pathOf(side), name: index === 0 ? 'A' : 'B', field, model: side.entity };
  });
  const [a, b] = sides;
  if (a === undefined || b === undefined) throw new Error(`${relation.name} has not two sides`);
  const cascade = { onDelete: 'Cascade', onUpdate: 'Cascade' } as const;
  return {
    joins: [a.model, b.model],
    key: sides
      .map(({ key }) => key)
      .sort()
      .join(' '),
    name: nameOf(relation),
    columns: sides.map(({ key, name, field }): Column => {
      const { type, element, elementKey, isList } = column(field, types, true);
      const declared = { type, element, elementKey, isList, field };
      return { key, name, ...declared, isRequired: true, isCounted: false };
    }),
    primaryKey: {
      name: nameWith(relation.dbName, '_AB_pkey'),
      columns: [a.key, b.key],
      suffixes: ['', ''],
    },
    indexes: [
      {
        name: nameWith(relation.dbName, '_B_index'),
        isUnique: false,
        columns: [b.key],
        suffixes: [''],
        method: '',
      },
    ],
    foreignKeys: hasForeignKeys
      ? sides.map(({ key, name, model, field }) => ({
          key,
          name: nameWith(relation.dbName, `_${name}_fkey`),
          columns: [key],
          target: model,
          targetColumns: [field.name],
          ...cascade,
        }))
      : [],
  };
}
