import type { Node } from 'libpg-query';
import { addedConstraints, notNullColumn } from '../ast/added-constraint.ts';
import { type AlterCommand, alterCommands } from '../ast/table-parts.ts';
import { type DatabaseState, newColumn, type TableState, tableOf } from './database-state.ts';

export function applyAlterTable(database: DatabaseState, node: Node, transaction: number): void {
  for (const { table, command } of alterCommands(node)) {
    applyCommand(tableOf(database, table), command);
  }
  for (const { table, constraint } of addedConstraints(node)) {
    if (!constraint.conname) continue;
    const proven = notNullColumn(constraint);
    tableOf(database, table).constraints.set(constraint.conname, {
      isForeignKey: constraint.contype === 'CONSTR_FOREIGN',
      validated: !constraint.skip_validation,
      transaction,
      ...(proven && { notNullColumn: proven }),
    });
  }
}

function applyCommand(table: TableState, { subtype, name = '', def }: AlterCommand['command']) {
  if (subtype === 'AT_AddColumn' && def && 'ColumnDef' in def) {
    table.columns.set(def.ColumnDef.colname ?? '', newColumn(def.ColumnDef.typeName));
  }
  if (subtype === 'AT_AlterColumnType' && def && 'ColumnDef' in def && def.ColumnDef.typeName) {
    const isNew = table.columns.get(name)?.isNew ?? false;
    table.columns.set(name, { type: def.ColumnDef.typeName, isNew });
  }
  if (subtype === 'AT_DropColumn') table.columns.delete(name);
  if (subtype === 'AT_DropConstraint') table.constraints.delete(name);
  const constraint = table.constraints.get(name);
  if (subtype === 'AT_ValidateConstraint' && constraint) {
    table.constraints.set(name, { ...constraint, validated: true });
  }
}
