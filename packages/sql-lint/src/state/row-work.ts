import type { AlterTableCmd, Node } from 'libpg-query';
import { addedConstraints, readsRows } from '../ast/added-constraint.ts';
import { columnRewrite } from '../ast/column-rewrite.ts';
import { hasOption } from '../ast/node.ts';
import { addedColumns, alterCommands, droppedConstraints } from '../ast/table-parts.ts';
import { isCatalogOnly } from '../ast/type-change.ts';
import type { LockDuration } from '../lint-finding.ts';
import { type RelationName, relationName } from '../sql/relation-name.ts';
import { type DatabaseState, provesNotNull, type TableState, tableOf } from './database-state.ts';

/** Work on the rows of a table. */
export interface RowWork {
  readonly table: RelationName;
  readonly duration: LockDuration;
}

/** What the parts of an `ALTER TABLE` do to the rows of the tables that they name. */
export function* rowWork(node: Node, database: DatabaseState): Generator<RowWork> {
  const dropped = droppedConstraints(node);
  for (const { table, command } of alterCommands(node)) {
    yield { table, duration: commandDuration(command, tableOf(database, table), dropped) };
    if (command.subtype !== 'AT_AttachPartition') continue;
    const { def } = command;
    if (!def || !('PartitionCmd' in def) || !def.PartitionCmd.name) continue;
    yield { table: relationName(def.PartitionCmd.name), duration: 'a scan of every row' };
  }
  for (const column of addedColumns(node)) {
    if (columnRewrite(column)) yield { table: column.table, duration: 'a rewrite of every row' };
  }
  for (const added of addedConstraints(node)) {
    if (!readsRows(added)) continue;
    yield { table: added.table, duration: 'a scan of every row' };
    const { pktable } = added.constraint;
    if (pktable) yield { table: relationName(pktable), duration: 'a scan of every row' };
  }
}

/** What any other statement does to the rows of each table that it locks. */
export function statementDuration(node: Node): LockDuration {
  if ('IndexStmt' in node || 'ReindexStmt' in node) return 'a scan of every row';
  if ('ClusterStmt' in node) return 'a rewrite of every row';
  if ('RefreshMatViewStmt' in node) {
    return node.RefreshMatViewStmt.concurrent ? 'a scan of every row' : 'a rewrite of every row';
  }
  if ('VacuumStmt' in node) {
    const isFull = hasOption(node.VacuumStmt.options, 'full');
    return isFull ? 'a rewrite of every row' : 'a scan of every row';
  }
  return 'instant';
}

/** Of a part that adds neither a column nor a constraint. */
function commandDuration(
  command: AlterTableCmd,
  table: TableState,
  dropped: readonly string[],
): LockDuration {
  switch (command.subtype) {
    case 'AT_ValidateConstraint':
      return 'a scan of every row';
    case 'AT_SetNotNull':
      return provesNotNull(table, command.name ?? '', dropped) ? 'instant' : 'a scan of every row';
    case 'AT_AlterColumnType':
      return typeChangeDuration(command, table);
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
    case 'AT_SetExpression':
      return 'a rewrite of every row';
    default:
      return 'instant';
  }
}

/** A type that is not known is taken for one that makes a rewrite necessary. */
function typeChangeDuration({ name = '', def }: AlterTableCmd, table: TableState): LockDuration {
  if (!def || !('ColumnDef' in def) || !def.ColumnDef.typeName) return 'a rewrite of every row';
  const from = table.columns.get(name)?.type;
  const { typeName, raw_default } = def.ColumnDef;
  return from && isCatalogOnly(from, typeName, raw_default) ? 'instant' : 'a rewrite of every row';
}
