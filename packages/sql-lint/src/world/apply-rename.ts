import type { Node } from 'libpg-query';
import { listedName, type RelationName, relationName } from '../sql/relation-name.ts';
import { keyOf, tableOf, type World } from './world.ts';

export function applyRename(world: World, node: Node): void {
  if ('RenameStmt' in node) {
    const { renameType, relation, subname = '', newname = '' } = node.RenameStmt;
    if (renameType === 'OBJECT_SCHEMA') moveSchema(world, subname, newname);
    const type = renameType === 'OBJECT_TYPE' ? listName(node.RenameStmt.object) : undefined;
    if (type) move(world, type, { ...type, name: newname });
    if (!relation) return;
    const name = relationName(relation);
    const table = tableOf(world, name);
    if (renameType === 'OBJECT_COLUMN') rename(table.columns, subname, newname);
    else if (renameType === 'OBJECT_TABCONSTRAINT') rename(table.constraints, subname, newname);
    else move(world, name, { ...name, name: newname });
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { relation, object, newschema = '' } = node.AlterObjectSchemaStmt;
    const name = relation ? relationName(relation) : listName(object);
    if (name) move(world, name, { ...name, schema: newschema });
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
function move(world: World, from: RelationName, to: RelationName): void {
  const [oldKey, newKey] = [keyOf(world, from), keyOf(world, to)];
  rename(world.tables, oldKey, newKey);
  rename(world.indexes, oldKey, newKey);
  if (world.types.delete(oldKey)) world.types.add(newKey);
  for (const [index, table] of world.indexes) {
    if (table === oldKey) world.indexes.set(index, newKey);
  }
}

function moveSchema(world: World, from: string, to: string): void {
  if (world.schemas.delete(from)) world.schemas.add(to);
  for (const key of [...world.tables.keys(), ...world.indexes.keys(), ...world.types]) {
    const [schema, name] = JSON.parse(key) as [string, string]; // as keyOf made it
    if (schema === from) move(world, { schema, name }, { schema: to, name });
  }
}
