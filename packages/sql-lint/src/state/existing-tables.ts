import { partsOf } from '@schema-service/postgres-sql';
import { parseSync, type TypeName } from 'libpg-query';
import type { ExistingTable } from '../lint-input.ts';
import { type DatabaseState, emptyTable, keyOf } from './database-state.ts';

/** Puts what the caller knows of older versions into the state. The parser must be loaded. */
export function addExistingTables(
  database: DatabaseState,
  tables: Readonly<Record<string, ExistingTable>>,
): void {
  for (const [name, { columns, key }] of Object.entries(tables)) {
    const state = { ...emptyTable(false), ...(key ? { key: partsOf(key) } : {}) };
    for (const [column, text] of Object.entries(columns)) {
      const type = parseType(text);
      state.columns.set(
        partsOf(column)[0] ?? column,
        type ? { type, isNew: false } : { isNew: false },
      );
    }
    const [last = name, schema] = partsOf(name).toReversed();
    database.tables.set(keyOf(database, schema ? { schema, name: last } : { name: last }), state);
  }
}

/** A type from its text; `undefined` for one that cannot be read, which is then an unknown type. */
function parseType(text: string): TypeName | undefined {
  try {
    const select = parseSync(`SELECT NULL::${text}`).stmts?.[0]?.stmt;
    if (!select || !('SelectStmt' in select)) return undefined;
    const [target] = select.SelectStmt.targetList ?? [];
    const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
    return value && 'TypeCast' in value ? value.TypeCast.typeName : undefined;
  } catch {
    return undefined;
  }
}
