import { partsOfKey } from '@schema-service/postgres-sql';
import type { Node } from 'libpg-query';
import { listedName, type RelationName, relationName } from '../sql/relation-name.ts';
import { type DatabaseState, keyOf, tableOf } from './database-state.ts';

export function applyRename(database: DatabaseState, node: Node): void {
  if ('RenameStmt' in node) {
    const { renameType, relation, subname = '', newname = '' } = node.RenameStmt;
    if (renameType === 'OBJECT_SCHEMA') moveSchema(database, subname, newname);
    const type = renameType === 'OBJECT_TYPE' ? listName(node.RenameStmt.object) : undefined;
    if (type) move(database, type, { ...type, name: newname });
    if (!relation) return;
    const name = relationName(relation);
    const table = tableOf(database, name);
    if (renameType === 'OBJECT_COLUMN') rename(table.columns, subname, newname);
    else if (renameType === 'OBJECT_TABCONSTRAINT') rename(table.constraints, subname, newname);
    else move(database, name, { ...name, name: newname });
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { relation, object, newschema = '' } = node.AlterObjectSchemaStmt;
    const name = relation ? relationName(relation) : listName(object);
    if (name) move(database, name, { ...name, schema: newschema });
  }
}

function listName(object: Node | undefined): RelationName | undefined {
  return object && 'List' in object ? listedName(object.List.items) : undefined;
}

function rename<Value>(map: Map<string, Value>, from: string, to: string): void {
  const value = map.get(from);
  map.delete(from);
  if (value !== undefined) map.set(to, value);
}

/** A table or an index: nothing else has the same name in a schema. */
function move(database: DatabaseState, from: RelationName, to: RelationName): void {
  const [oldKey, newKey] = [keyOf(database, from), keyOf(database, to)];
  rename(database.tables, oldKey, newKey);
  rename(database.indexes, oldKey, newKey);
  if (database.types.delete(oldKey)) database.types.add(newKey);
  for (const [index, table] of database.indexes) {
    if (table === oldKey) database.indexes.set(index, newKey);
  }
}

function moveSchema(database: DatabaseState, from: string, to: string): void {
  if (database.schemas.delete(from)) database.schemas.add(to);
  for (const key of [...database.tables.keys(), ...database.indexes.keys(), ...database.types]) {
    const [schema, name] = partsOfKey(key);
    if (schema === from) move(database, { schema, name }, { schema: to, name });
  }
}
