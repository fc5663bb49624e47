import type { Node } from 'libpg-query';
import { createdColumns } from '../ast/table-parts.ts';
import { listedName, relationName, stringsOf } from '../sql/relation-name.ts';
import { applyAlterTable } from './apply-alter-table.ts';
import { applyRename } from './apply-rename.ts';
import { emptyTable, keyOf, newColumn, tableOf, type World } from './world.ts';

/** Moves the world past a statement. */
export function applyStatement(world: World, node: Node, transaction: number): void {
  applyCreation(world, node);
  applyAlterTable(world, node, transaction);
  applyRename(world, node);
  if ('DropStmt' in node) {
    for (const object of node.DropStmt.objects ?? []) {
      if (!('List' in object)) continue;
      const key = keyOf(world, listedName(object.List.items));
      if (node.DropStmt.removeType === 'OBJECT_INDEX') world.indexes.delete(key);
      else world.tables.delete(key);
    }
  }
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const [first] = node.VariableSetStmt.args ?? [];
    const path = first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
    world.defaultSchema = path?.split(',')[0] ?? 'public';
  }
}

function applyCreation(world: World, node: Node): void {
  if ('CreateStmt' in node && node.CreateStmt.relation) {
    const table = emptyTable(true);
    for (const { name, column } of createdColumns(node)) {
      table.columns.set(name, newColumn(column.typeName));
    }
    world.tables.set(keyOf(world, relationName(node.CreateStmt.relation)), table);
  }
  const made = madeRelation(node);
  if (made) world.tables.set(keyOf(world, relationName(made)), emptyTable(true));
  if ('IndexStmt' in node && node.IndexStmt.relation && node.IndexStmt.idxname) {
    const table = relationName(node.IndexStmt.relation);
    tableOf(world, table);
    // An index lives in the schema of its table.
    const index = { ...table, name: node.IndexStmt.idxname };
    world.indexes.set(keyOf(world, index), keyOf(world, table));
  }
  if ('CreateEnumStmt' in node) addType(world, node.CreateEnumStmt.typeName);
  if ('CreateDomainStmt' in node) addType(world, node.CreateDomainStmt.domainname);
  if ('CreateRangeStmt' in node) addType(world, node.CreateRangeStmt.typeName);
  if ('CompositeTypeStmt' in node && node.CompositeTypeStmt.typevar) {
    world.types.add(keyOf(world, relationName(node.CompositeTypeStmt.typevar)));
  }
  if ('CreateSchemaStmt' in node) world.schemas.add(node.CreateSchemaStmt.schemaname ?? '');
}

/** The table or view that a query makes. */
function madeRelation(node: Node): Parameters<typeof relationName>[0] | undefined {
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.into?.rel;
  if ('SelectStmt' in node) return node.SelectStmt.intoClause?.rel;
  return 'ViewStmt' in node && !node.ViewStmt.replace ? node.ViewStmt.view : undefined;
}

function addType(world: World, name: readonly Node[] | undefined): void {
  if (stringsOf(name).length > 0) world.types.add(keyOf(world, listedName(name)));
}
