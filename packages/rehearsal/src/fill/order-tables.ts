import type { ForeignKeyFacts, TableFacts } from './table-facts.ts';

/** Tables so that each comes after those that its rows need, as far as there is such an order. */
export function orderTables(tables: readonly TableFacts[]): readonly TableFacts[] {
  const ordered: TableFacts[] = [];
  let waiting = tables;
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const needed = (key: ForeignKeyFacts, table: TableFacts): boolean =>
      key.table !== table.name && names.has(key.table);
    const ready =
      // With what it can refer to already there, if possible; with what it has to refer to, if not.
      waiting.find((table) => !table.foreignKeys.some((key) => needed(key, table))) ??
      waiting.find(
        (table) => !table.foreignKeys.some((key) => isRequired(key, table) && needed(key, table)),
      ) ??
      waiting[0];
    if (ready === undefined) break;
    ordered.push(ready);
    waiting = waiting.filter((table) => table !== ready);
  }
  return ordered;
}

/** Whether every row has to refer to another: one null among its columns is enough not to. */
export function isRequired(key: ForeignKeyFacts, { columns }: TableFacts): boolean {
  return columns.every(({ name, isNullable }) => !key.columns.includes(name) || !isNullable);
}
