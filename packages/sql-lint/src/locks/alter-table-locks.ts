import type { AlterTableCmd, Node } from 'libpg-query';
import { columnRewrite, fillsRows } from '../ast/column-rewrite.ts';
import {
  type AddedConstraint,
  addedColumns,
  addedConstraints,
  alterCommands,
} from '../ast/table-parts.ts';
import { isCatalogOnly } from '../ast/type-change.ts';
import type { LockDuration, LockMode } from '../lint-finding.ts';
import { relationName } from '../sql/relation-name.ts';
import { type DatabaseState, type TableState, tableOf } from '../state/database-state.ts';
import { provesNotNull } from '../state/proves-not-null.ts';
import type { TableLock } from './lock.ts';

/** The locks of an `ALTER TABLE`, part by part; the statement takes the strongest of each table. */
export function* alterTableLocks(node: Node, database: DatabaseState): Generator<TableLock> {
  for (const { table, command } of alterCommands(node)) {
    if (command.subtype === 'AT_AddColumn' || command.subtype === 'AT_AddConstraint') continue;
    yield { table, ...commandLock(command, tableOf(database, table)) };
    const { def } = command;
    if (!def || !('PartitionCmd' in def) || !def.PartitionCmd.name) continue;
    const duration = command.subtype === 'AT_AttachPartition' ? 'a scan of every row' : 'instant';
    yield { table: relationName(def.PartitionCmd.name), mode: 'ACCESS EXCLUSIVE', duration };
  }
  for (const column of addedColumns(node)) {
    const duration = columnRewrite(column) ? 'a rewrite of every row' : 'instant';
    yield { table: column.table, mode: 'ACCESS EXCLUSIVE', duration };
  }
  for (const added of addedConstraints(node)) {
    yield* constraintLocks(added);
  }
}

/** What a part needs that adds neither a column nor a constraint; ACCESS EXCLUSIVE unless the documentation says less. */
function commandLock(
  command: AlterTableCmd,
  table: TableState,
): { readonly mode: LockMode; readonly duration: LockDuration } {
  switch (command.subtype) {
    case 'AT_ValidateConstraint':
      return { mode: 'SHARE UPDATE EXCLUSIVE', duration: 'a scan of every row' };
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
    case 'AT_ClusterOn':
    case 'AT_DropCluster':
    case 'AT_AttachPartition':
    case 'AT_DetachPartitionFinalize':
      return { mode: 'SHARE UPDATE EXCLUSIVE', duration: 'instant' };
    case 'AT_DetachPartition': {
      const isConcurrent =
        command.def && 'PartitionCmd' in command.def && command.def.PartitionCmd.concurrent;
      return {
        mode: isConcurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
        duration: 'instant',
      };
    }
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
    case 'AT_DisableTrig':
    case 'AT_EnableTrigAll':
    case 'AT_DisableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrigUser':
      return { mode: 'SHARE ROW EXCLUSIVE', duration: 'instant' };
    case 'AT_SetNotNull': {
      const isProven = provesNotNull(table, command.name ?? '');
      return { mode: 'ACCESS EXCLUSIVE', duration: isProven ? 'instant' : 'a scan of every row' };
    }
    case 'AT_AlterColumnType':
      return { mode: 'ACCESS EXCLUSIVE', duration: typeChangeDuration(command, table) };
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
    case 'AT_SetExpression':
      return { mode: 'ACCESS EXCLUSIVE', duration: 'a rewrite of every row' };
    default:
      return { mode: 'ACCESS EXCLUSIVE', duration: 'instant' };
  }
}

/** A type that is not known is taken for one that makes a rewrite necessary. */
function typeChangeDuration({ name = '', def }: AlterTableCmd, table: TableState): LockDuration {
  if (!def || !('ColumnDef' in def) || !def.ColumnDef.typeName) return 'a rewrite of every row';
  const from = table.columns.get(name)?.type;
  const { typeName, raw_default } = def.ColumnDef;
  return from && isCatalogOnly(from, typeName, raw_default) ? 'instant' : 'a rewrite of every row';
}

const KINDS_WITH_ROWS: readonly unknown[] = [
  'CONSTR_CHECK',
  'CONSTR_UNIQUE',
  'CONSTR_PRIMARY',
  'CONSTR_EXCLUSION',
  'CONSTR_NOTNULL',
];

function* constraintLocks(added: AddedConstraint): Generator<TableLock> {
  const { table, constraint, column } = added;
  const duration = readsRows(added) ? 'a scan of every row' : 'instant';
  if (constraint.pktable) {
    yield { table, mode: 'SHARE ROW EXCLUSIVE', duration };
    yield { table: relationName(constraint.pktable), mode: 'SHARE ROW EXCLUSIVE', duration };
  } else if (KINDS_WITH_ROWS.includes(constraint.contype) || !column) {
    yield { table, mode: 'ACCESS EXCLUSIVE', duration };
  }
}

/** Whether the rows that are there are read to see that they keep the constraint. */
export function readsRows({ constraint, column }: AddedConstraint): boolean {
  const { contype, skip_validation, indexname, is_enforced } = constraint;
  switch (contype) {
    case 'CONSTR_CHECK':
      return !skip_validation && is_enforced === true;
    case 'CONSTR_FOREIGN':
      // A new column without a value refers to no row anywhere, and PostgreSQL knows it.
      return !skip_validation && is_enforced === true && (!column || fillsRows(column));
    case 'CONSTR_NOTNULL':
      return !skip_validation && !column;
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return !indexname;
    case 'CONSTR_EXCLUSION':
      return true;
    default:
      return false;
  }
}
