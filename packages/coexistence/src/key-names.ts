import { distinctName } from '@schema-service/migration-draft';
import type { Model, SchemaModel } from '@schema-service/schema-model';
import { nameOfVersion } from './layout.ts';

/** Gives a name for a key of a table that comes with a version. */
export type FreeKeyName = (dbName: string) => string;

/** Names that no key in the namespace of a table has: PostgreSQL has each once, and those of older versions stay with these. */
export function freeKeyName(
  { models }: SchemaModel,
  { namespace }: Model,
  version: string,
): FreeKeyName {
  const beside = models.filter((model) => model.namespace === namespace);
  const taken = new Set(beside.flatMap(keysOf).map(({ dbName }) => dbName));
  return (dbName) =>
    taken.has(dbName) ? distinctName(dbName, `__${nameOfVersion(version)}`) : dbName;
}

const keysOf = ({ primaryKey, uniques, indexes }: Model): readonly { readonly dbName: string }[] =>
  primaryKey === undefined ? [...uniques, ...indexes] : [primaryKey, ...uniques, ...indexes];

export function withFreeKeys(model: Model, freeName: FreeKeyName): Model {
  const free = <Key extends { readonly dbName: string }>(key: Key): Key => ({
    ...key,
    dbName: freeName(key.dbName),
  });
  const { primaryKey, uniques, indexes } = model;
  return {
    ...model,
    ...(primaryKey === undefined ? {} : { primaryKey: free(primaryKey) }),
    uniques: uniques.map(free),
    indexes: indexes.map(free),
  };
}
