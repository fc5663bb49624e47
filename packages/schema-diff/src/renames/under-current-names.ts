import {
  columnsOf,
  type DefaultValue,
  defaultRelationName,
  type Enum,
  type Field,
  foreignKeyName,
  type Index,
  type IndexedField,
  indexName,
  type Model,
  type PrimaryKey,
  primaryKeyName,
  type Relation,
  type RelationSide,
  type SchemaModel,
  sortedBy,
  type UniqueConstraint,
  uniqueName,
  type View,
} from '@schema-service/schema-model';
import type { RenameFact } from '../change.ts';

export interface UnderCurrentNamesOptions {
  /**
   * `kept`: every `dbName` is the one that the previous database has. `follow`: those of what was
   * renamed are the current ones, and so are constraint names that were made of them. A join table
   * keeps its name either way, since a client notices when it moves.
   */
  readonly databaseNames: 'kept' | 'follow';
}

/**
 * The previous schema under the current names: all names of the schema language (of declarations, in
 * keys, relations and defaults) are the current ones, and nothing else is different. All renames happen
 * at once, so that names may be exchanged or passed on. What was not renamed keeps its name.
 */
export function underCurrentNames(
  previous: SchemaModel,
  renames: readonly RenameFact[],
  options: UnderCurrentNamesOptions,
): SchemaModel {
  if (renames.length === 0) return previous;
  const names = currentNames(renames, options);
  const entities = [...previous.models, ...previous.views];
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  return {
    ...previous,
    enums: inOrder(previous.enums.map((declared) => renamedEnum(declared, names))),
    models: inOrder(
      previous.models.map((model): Model => {
        const indexes = renamedIndexes(model, names);
        return { ...renamedEntity(model, names), indexes };
      }),
    ),
    views: inOrder(previous.views.map((view) => renamedEntity(view, names))),
    relations: previous.relations.map((relation) => renamedRelation(relation, names, byName)),
  };
}

const inOrder = <Part extends { readonly name: string }>(parts: readonly Part[]): Part[] =>
  sortedBy(parts, ({ name }) => name);

/** Looks up what things are called. Owners are given by their current name. */
interface CurrentNames {
  /** A model, view or enum, by its previous name. */
  readonly top: (name: string) => string;
  /** A field or an enum's value, by its previous name. */
  readonly member: (owner: string, name: string) => string;
  /** The database's name for a model, view or enum, by its current name in the schema. */
  readonly table: (name: string, dbName: string) => string;
  /** The database's name for a field or value, by its current name in the schema. */
  readonly column: (owner: string, name: string, dbName: string) => string;
}

function currentNames(
  renames: readonly RenameFact[],
  { databaseNames }: UnderCurrentNamesOptions,
): CurrentNames {
  const tops = new Map<string, string>();
  const members = new Map<string, string>();
  const inDatabase = new Map<string, string>();
  for (const { subject, previous, current } of renames) {
    const owner = ownerOf(subject);
    if (owner === undefined) tops.set(previous.name, current.name);
    else members.set(`${owner}.${previous.name}`, current.name);
    if (databaseNames === 'follow' && current.databaseName !== null) {
      const path = owner === undefined ? current.name : `${owner}.${current.name}`;
      inDatabase.set(path, current.databaseName);
    }
  }
  return {
    top: (name) => tops.get(name) ?? name,
    member: (owner, name) => members.get(`${owner}.${name}`) ?? name,
    table: (name, dbName) => inDatabase.get(name) ?? dbName,
    column: (owner, name, dbName) => inDatabase.get(`${owner}.${name}`) ?? dbName,
  };
}

function ownerOf(subject: RenameFact['subject']): string | undefined {
  if (subject.kind === 'field') return subject.entity;
  return subject.kind === 'enumValue' ? subject.enum : undefined;
}

function renamedEnum(declared: Enum, names: CurrentNames): Enum {
  const name = names.top(declared.name);
  return {
    ...declared,
    name,
    dbName: names.table(name, declared.dbName),
    values: declared.values.map((value) => {
      const renamed = names.member(name, value.name);
      return { ...value, name: renamed, dbName: names.column(name, renamed, value.dbName) };
    }),
  };
}

function renamedEntity<Entity extends Model | View>(entity: Entity, names: CurrentNames): Entity {
  const name = names.top(entity.name);
  const keys = renamedKeys(entity, names);
  const { primaryKey } = entity;
  return {
    ...entity,
    name,
    dbName: names.table(name, entity.dbName),
    fields: entity.fields.map((field) => renamedField(field, entity.name, names)),
    ...(primaryKey === undefined ? {} : { primaryKey: keys.primary(primaryKey) }),
    uniques: sortedBy(entity.uniques.map(keys.unique), ({ dbName }) => dbName),
  };
}

function renamedField(field: Field, oldEntity: string, names: CurrentNames): Field {
  const entity = names.top(oldEntity);
  const name = names.member(entity, field.name);
  switch (field.kind) {
    case 'relation': {
      const type = names.top(field.type);
      return {
        ...field,
        name,
        dbName: name,
        type,
        relationName: renamedRelationName(field.relationName, oldEntity, field.type, names),
        fields: field.fields.map((key) => names.member(entity, key)),
        references: field.references.map((key) => names.member(type, key)),
      };
    }
    case 'enum': {
      const type = names.top(field.type);
      return {
        ...field,
        name,
        dbName: names.column(entity, name, field.dbName),
        type,
        ...(field.default === undefined
          ? {}
          : { default: renamedDefault(field.default, type, names) }),
      };
    }
    default:
      return { ...field, name, dbName: names.column(entity, name, field.dbName) };
  }
}

function renamedDefault(value: DefaultValue, type: string, names: CurrentNames): DefaultValue {
  if (value.kind === 'enumValue') return { ...value, value: names.member(type, value.value) };
  if (value.kind !== 'enumValueList') return value;
  return { ...value, values: value.values.map((one) => names.member(type, one)) };
}

interface RenamedKeys {
  readonly primary: (key: PrimaryKey) => PrimaryKey;
  readonly unique: (key: UniqueConstraint) => UniqueConstraint;
  readonly index: (index: Index) => Index;
}

/** The keys of an entity whose fields or table were renamed. */
function renamedKeys(entity: Model | View, names: CurrentNames): RenamedKeys {
  const owner = names.top(entity.name);
  const newTable = names.table(owner, entity.dbName);
  const columns = new Map(entity.fields.map(({ name, dbName }) => [name, dbName]));
  const column = (name: string): string => columns.get(name) ?? name;
  const newColumn = (name: string): string =>
    names.column(owner, names.member(owner, name), column(name));
  const fieldsOf = (fields: readonly IndexedField[]): readonly IndexedField[] =>
    fields.map((field) => ({ ...field, name: names.member(owner, field.name) }));
  /** The client's name for a key follows where it was made of the names of its fields. */
  const clientName = ({ name, fields }: PrimaryKey | UniqueConstraint): string =>
    name === joined(fields) ? joined(fieldsOf(fields)) : name;
  /** And so does the database's, of those of its columns. */
  const constraintName = (
    { dbName, fields }: PrimaryKey | UniqueConstraint | Index,
    made: (table: string, columns: readonly string[]) => string,
  ): string => {
    const keys = fields.map(({ name }) => name);
    return dbName === made(entity.dbName, keys.map(column))
      ? made(newTable, keys.map(newColumn))
      : dbName;
  };
  const newColumns = new Map(
    columnsOf(entity).map(({ name, dbName }) => [dbName, newColumn(name)]),
  );
  return {
    primary: (key) => ({
      ...key,
      fields: fieldsOf(key.fields),
      name: clientName(key),
      dbName: constraintName(key, primaryKeyName),
    }),
    unique: (key) => ({
      ...key,
      fields: fieldsOf(key.fields),
      name: clientName(key),
      dbName: constraintName(key, uniqueName),
    }),
    index: (index) => ({
      ...index,
      fields: fieldsOf(index.fields),
      dbName: constraintName(index, index.isUnique ? uniqueName : indexName),
      ...(index.where === undefined ? {} : { where: renamedPredicate(index.where, newColumns) }),
    }),
  };
}

const joined = (fields: readonly IndexedField[]): string =>
  fields.map(({ name }) => name).join('_');

/** PostgreSQL itself follows a renamed column in a predicate; only a quoted name is surely one. */
function renamedPredicate(where: string, newColumns: ReadonlyMap<string, string>): string {
  return where.replaceAll(/"([^"]+)"/g, (quoted, column: string) => {
    const renamed = newColumns.get(column);
    return renamed === undefined ? quoted : `"${renamed}"`;
  });
}

function renamedIndexes(model: Model, names: CurrentNames): readonly Index[] {
  const keys = renamedKeys(model, names);
  return sortedBy(model.indexes.map(keys.index), ({ dbName }) => dbName);
}

/** A relation's name follows where it was made of the names of its two entities. */
function renamedRelationName(
  name: string,
  one: string,
  other: string,
  names: CurrentNames,
): string {
  return name === defaultRelationName(one, other)
    ? defaultRelationName(names.top(one), names.top(other))
    : name;
}

function renamedRelation(
  relation: Relation,
  names: CurrentNames,
  entities: ReadonlyMap<string, Model | View>,
): Relation {
  const side = ({ entity, field }: RelationSide): RelationSide => {
    const renamed = names.top(entity);
    return { entity: renamed, field: names.member(renamed, field) };
  };
  if (relation.kind === 'joinTable') {
    const { a, b } = relation;
    const name = renamedRelationName(relation.name, a.entity, b.entity, names);
    return { ...relation, name, a: side(a), b: side(b) };
  }
  const [from, to] = [side(relation.from), side(relation.to)];
  const owner = entities.get(relation.from.entity);
  const columns = relation.fields.map(
    (key) => owner?.fields.find(({ name }) => name === key)?.dbName ?? key,
  );
  const fields = relation.fields.map((key) => names.member(from.entity, key));
  const newColumns = fields.map((name, at) => names.column(from.entity, name, columns[at] ?? name));
  const table = owner?.dbName ?? '';
  return {
    ...relation,
    name: renamedRelationName(relation.name, relation.from.entity, relation.to.entity, names),
    from,
    to,
    fields,
    references: relation.references.map((key) => names.member(to.entity, key)),
    dbName:
      relation.dbName === foreignKeyName(table, columns)
        ? foreignKeyName(names.table(from.entity, table), newColumns)
        : relation.dbName,
  };
}
