import { cutName } from '../src/constraint-names.ts';
import type { ColumnField, Field, Model, NativeType, SchemaModel } from '../src/index.ts';

/*
 * What a database would hold, as sentences: read from the SQL that Prisma
 * writes, and from the SchemaModel. Types and inferred names are all there.
 */

const typeNames: Readonly<Record<string, string>> = {
  DoublePrecision: 'DOUBLE PRECISION',
};

const serialTypes: Readonly<Record<string, string>> = {
  SmallInt: 'SMALLSERIAL',
  Integer: 'SERIAL',
  BigInt: 'BIGSERIAL',
};

export function factsOfSql(statements: readonly string[]): readonly string[] {
  // As PostgreSQL reads them.
  const read = statements.map((sql) =>
    sql.replace(/'(?:[^']|'')*'|"([^"]+)"/g, (text, name?: string) =>
      name === undefined ? text : `"${cutName(name)}"`,
    ),
  );
  return read.flatMap(factsOfStatement).toSorted();
}

function factsOfStatement(sql: string): readonly string[] {
  const [, table = ''] = /^CREATE TABLE (?:"\w+"\.)?"([^"]+)"/.exec(sql) ?? [];
  if (table.startsWith('_')) return [`join table ${table}`];
  const columns = [...sql.matchAll(/^ {4}"([^"]+)" (.+?),?$/gm)].map(
    ([, column, type = '']) => `column ${table}.${column} ${type.replace(/ DEFAULT .*/, '')}`,
  );
  const primaryKeys = [...sql.matchAll(/CONSTRAINT "([^"]+)" PRIMARY KEY \(([^)]*)\)/g)].map(
    ([, name, keys = '']) => `primary key ${name} ${keys.replaceAll('"', '')}`,
  );
  const indexes = [
    ...sql.matchAll(
      /CREATE( UNIQUE)? INDEX "([^"]+)" ON (?:"\w+"\.)?"([^"]+)"(?: USING (\w+))? ?\(([^)]*)\)(?: WHERE \(([\s\S]*)\))?;$/g,
    ),
  ]
    .filter(([, , , on]) => !on?.startsWith('_'))
    .map(([, unique = '', name, on, algorithm = 'btree', keys = '', where = 'everywhere']) =>
      `index${unique} ${name} ${on} ${algorithm} ${keys.replaceAll(/"| ASC\b/g, '')} where ${where}`.toLowerCase(),
    );
  const foreignKeys = [
    ...sql.matchAll(
      /ADD CONSTRAINT "([^"]+)" FOREIGN KEY \(([^)]*)\) REFERENCES (?:"\w+"\.)?"([^"]+)"\(([^)]*)\) ON DELETE (.+) ON UPDATE (.+);/g,
    ),
  ]
    .filter(([, name]) => !name?.startsWith('_'))
    .map(
      ([, name, keys = '', to, references = '', onDelete, onUpdate]) =>
        `foreign key ${name} ${keys.replaceAll('"', '')} -> ${to} ${references.replaceAll('"', '')} ${onDelete} ${onUpdate}`,
    );
  const enums = [...sql.matchAll(/CREATE TYPE (?:"\w+"\.)?"([^"]+)" AS ENUM \((.*)\)/g)].map(
    ([, name, values]) => `enum ${name} ${values}`,
  );
  return [...columns, ...primaryKeys, ...indexes, ...foreignKeys, ...enums];
}

export function sqlFactsOfModel(schema: SchemaModel): readonly string[] {
  const enums = schema.enums.map(
    ({ dbName, values }) =>
      `enum ${dbName} ${values.map((value) => `'${value.dbName}'`).join(', ')}`,
  );
  return [
    ...enums,
    ...schema.models.flatMap((model) => factsOfModel(model, schema)),
    ...factsOfRelations(schema),
  ].toSorted();
}

const isColumn = (field: Field): field is ColumnField => field.kind !== 'relation';

const columnName = (model: Model, name: string): string =>
  model.fields.find((field) => field.name === name)?.dbName ?? name;

function factsOfModel(model: Model, schema: SchemaModel): readonly string[] {
  const columns = model.fields
    .filter(isColumn)
    .map((field) => `column ${model.dbName}.${field.dbName} ${columnType(field, schema)}`);
  const keys = (fields: readonly { name: string; sort: string; ops?: string }[]): string =>
    fields
      .map(({ name, sort, ops }) => {
        const operator = ops === undefined ? '' : ` ${operatorClass(ops)}`;
        return `${columnName(model, name)}${operator}${sort === 'Desc' ? ' DESC' : ''}`;
      })
      .join(', ');
  const primaryKey = model.primaryKey
    ? [
        `primary key ${model.primaryKey.dbName} ${keys(model.primaryKey.fields).replaceAll(' ', '')}`,
      ]
    : [];
  const uniques = model.uniques.map(({ dbName, fields }) =>
    `index unique ${dbName} ${model.dbName} btree ${keys(fields)} where everywhere`.toLowerCase(),
  );
  const indexes = model.indexes.map(({ dbName, fields, algorithm, isUnique, where }) => {
    const kind = isUnique ? 'index unique' : 'index';
    return `${kind} ${dbName} ${model.dbName} ${algorithm} ${keys(fields)} where ${where ?? 'everywhere'}`.toLowerCase();
  });
  return [...columns, ...primaryKey, ...uniques, ...indexes];
}

/** `JsonbPathOps` is `jsonb_path_ops` in SQL. */
function operatorClass(ops: string): string {
  const raw = /^raw\("(.*)"\)$/.exec(ops)?.[1];
  const spaced = ops.replace('MinMax', 'Minmax').replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_');
  return raw ?? spaced.toLowerCase();
}

function columnType(field: ColumnField, schema: SchemaModel): string {
  const isRequired = field.arity === 'required';
  const type = `${baseType(field, schema)}${field.arity === 'list' ? '[]' : ''}`;
  return isRequired ? `${type} NOT NULL` : type;
}

function baseType(field: ColumnField, schema: SchemaModel): string {
  if (field.kind === 'unsupported') return field.databaseType;
  if (field.kind === 'enum') {
    const declared = schema.enums.find(({ name }) => name === field.type);
    // The SQL leaves out the schema that is searched anyway.
    const isElsewhere = (declared?.namespace ?? 'public') !== 'public';
    const namespace = isElsewhere ? `"${declared?.namespace}".` : '';
    return `${namespace}"${declared?.dbName}"`;
  }
  const serial = serialTypes[field.nativeType.name];
  return field.default?.kind === 'autoincrement' && serial ? serial : sqlType(field.nativeType);
}

function sqlType({ name, args }: NativeType): string {
  const base = typeNames[name] ?? name.toUpperCase();
  return args.length === 0 ? base : `${base}(${args.join(',')})`;
}

function factsOfRelations({ relations, models, relationMode }: SchemaModel): readonly string[] {
  const action = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
  return relations.flatMap((relation) => {
    if (relation.kind === 'joinTable') return [`join table ${relation.dbName}`];
    const from = models.find(({ name }) => name === relation.from.entity);
    const to = models.find(({ name }) => name === relation.to.entity);
    // Views and relationMode = "prisma" have no constraints.
    if (!from || !to || relationMode) return [];
    const columns = relation.fields.map((name) => columnName(from, name)).join(', ');
    const references = relation.references.map((name) => columnName(to, name)).join(', ');
    return [
      `foreign key ${relation.dbName} ${columns} -> ${to.dbName} ${references} ${action(relation.onDelete)} ${action(relation.onUpdate)}`,
    ];
  });
}
