import type { Node } from 'libpg-query';
import { createdColumns } from '../ast/table-parts.ts';
import { listedName, relationName, stringsOf } from '../sql/relation-name.ts';
import { applyAlterTable } from './apply-alter-table.ts';
import { applyRename } from './apply-rename.ts';
import { type DatabaseState, emptyTable, keyOf, newColumn, tableOf } from './database-state.ts';

/** Applies a statement to the state. */
export function applyStatement(database: DatabaseState, node: Node, transaction: number): void {
  applyCreation(database, node);
  applyAlterTable(database, node, transaction);
  applyRename(database, node);
  if ('DropStmt' in node) {
    for (const object of node.DropStmt.objects ?? []) {
      if (!('List' in object)) continue;
      const key = keyOf(database, listedName(object.List.items));
      if (node.DropStmt.removeType === 'OBJECT_INDEX') database.indexes.delete(key);
      else database.tables.delete(key);
    }
  }
  if ('VariableSetStmt' in node && node.VariableSetStmt.name === 'search_path') {
    const [first] = node.VariableSetStmt.args ?? [];
    const path = first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
    database.defaultSchema = path?.split(',')[0] ?? 'public';
  }
}

function applyCreation(database: DatabaseState, node: Node): void {
  if ('CreateStmt' in node && node.CreateStmt.relation) {
    const table = emptyTable(true);
    for (const { name, column } of createdColumns(node)) {
      table.columns.set(name, newColumn(column.typeName));
    }
    database.tables.set(keyOf(database, relationName(node.CreateStmt.relation)), table);
  }
  const made = madeRelation(node);
  if (made) database.tables.set(keyOf(database, relationName(made)), emptyTable(true));
  if ('IndexStmt' in node && node.IndexStmt.relation && node.IndexStmt.idxname) {
    const table = relationName(node.IndexStmt.relation);
    tableOf(database, table);
    // An index lives in the schema of its table.
    const index = { ...table, name: node.IndexStmt.idxname };
    database.indexes.set(keyOf(database, index), keyOf(database, table));
  }
  if ('CreateEnumStmt' in node) addType(database, node.CreateEnumStmt.typeName);
  if ('CreateDomainStmt' in node) addType(database, node.CreateDomainStmt.domainname);
  if ('CreateRangeStmt' in node) addType(database, node.CreateRangeStmt.typeName);
  if ('CompositeTypeStmt' in node && node.CompositeTypeStmt.typevar) {
    database.types.add(keyOf(database, relationName(node.CompositeTypeStmt.typevar)));
  }
  if ('CreateSchemaStmt' in node) database.schemas.add(node.CreateSchemaStmt.schemaname ?? '');
}

/** The view that a statement makes, or the table that it makes otherwise than by CREATE TABLE. */
function madeRelation(node: Node): Parameters<typeof relationName>[0] | undefined {
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.into?.rel;
  if ('CreateForeignTableStmt' in node) return node.CreateForeignTableStmt.base?.relation;
  if ('SelectStmt' in node) return node.SelectStmt.intoClause?.rel;
  return 'ViewStmt' in node && !node.ViewStmt.replace ? node.ViewStmt.view : undefined;
}

function addType(database: DatabaseState, name: readonly Node[] | undefined): void {
  if (stringsOf(name).length > 0) database.types.add(keyOf(database, listedName(name)));
}
