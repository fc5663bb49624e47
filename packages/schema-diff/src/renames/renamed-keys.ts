import {
  type Index,
  type IndexedField,
  indexName,
  type Model,
  primaryKeyName,
  sortedBy,
  type UniqueConstraint,
  uniqueName,
  type View,
} from '@schema-service/schema-model';
import type { NewNames } from './new-names.ts';

/** The keys of an entity whose fields or table were renamed. */
export function renamedKeys(
  entity: Model | View,
  names: NewNames,
): Pick<Model, 'primaryKey' | 'uniques' | 'indexes'> {
  const owner = names.top(entity.name);
  const [table, newTable] = [entity.dbName, names.table(owner, entity.dbName)];
  const oldColumns = new Map(entity.fields.map(({ name, dbName }) => [name, dbName]));
  const oldColumn = (name: string): string => oldColumns.get(name) ?? name;
  const newColumn = (name: string): string =>
    names.column(owner, names.member(owner, name), oldColumn(name));

  const fieldsOf = (fields: readonly IndexedField[]): readonly IndexedField[] =>
    fields.map((field) => ({ ...field, name: names.member(owner, field.name) }));
  /** The client's name for a key. */
  const nameOf = ({
    name,
    fields,
  }: UniqueConstraint | NonNullable<Model['primaryKey']>): string => {
    const joined = (list: readonly IndexedField[]) => list.map((field) => field.name).join('_');
    return name === joined(fields) ? joined(fieldsOf(fields)) : name;
  };
  const dbNameOf = (
    { dbName, fields }: { readonly dbName: string; readonly fields: readonly IndexedField[] },
    made: (of: string, columns: readonly string[]) => string,
  ): string => {
    const before = made(
      table,
      fields.map(({ name }) => oldColumn(name)),
    );
    return dbName === before
      ? made(
          newTable,
          fields.map(({ name }) => newColumn(name)),
        )
      : dbName;
  };
  /** PostgreSQL itself follows a renamed column in a predicate; only a quoted name is surely one. */
  const predicateOf = (where: string): string =>
    entity.fields.reduce(
      (text, { name, dbName }) => text.replaceAll(`"${dbName}"`, `"${newColumn(name)}"`),
      where,
    );
  const indexes = entity.kind === 'model' ? entity.indexes : [];
  const { primaryKey } = entity;
  return {
    ...(primaryKey === undefined
      ? {}
      : {
          primaryKey: {
            ...primaryKey,
            fields: fieldsOf(primaryKey.fields),
            name: nameOf(primaryKey),
            dbName: dbNameOf(primaryKey, primaryKeyName),
          },
        }),
    uniques: sortedBy(
      entity.uniques.map((key) => ({
        ...key,
        fields: fieldsOf(key.fields),
        name: nameOf(key),
        dbName: dbNameOf(key, uniqueName),
      })),
      ({ dbName }) => dbName,
    ),
    indexes: sortedBy(
      indexes.map(
        (index): Index => ({
          ...index,
          fields: fieldsOf(index.fields),
          dbName: dbNameOf(index, index.isUnique ? uniqueName : indexName),
          ...(index.where === undefined ? {} : { where: predicateOf(index.where) }),
        }),
      ),
      ({ dbName }) => dbName,
    ),
  };
}
