import type { Database, Table } from './database.ts';

/**
 * The previous database with the join tables under the keys that they have now.
 * A relation field is no column: where one of the two has another name, and the
 * models are the same, the table is the same.
 */
export function alignJoinTables(before: Database, after: Database): Database {
  const isJoin = ({ joins }: Table): boolean => joins.length > 0;
  const added = [...after.tables.values()].filter(
    (table) => isJoin(table) && !before.tables.has(table.key),
  );
  const tables = [...before.tables.values()].map((table): Table => {
    if (!isJoin(table) || after.tables.has(table.key)) return table;
    const candidates = added.filter((other) => joinsOf(other) === joinsOf(table));
    const match =
      candidates.find((other) => other.columns.some(({ key }) => sideOf(table, key) >= 0)) ??
      (candidates.length === 1 ? candidates[0] : undefined);
    if (match === undefined) return table;
    added.splice(added.indexOf(match), 1);
    return renamed(table, match);
  });
  return { ...before, tables: new Map(tables.map((table) => [table.key, table])) };
}

const joinsOf = ({ joins }: Table): string => [...joins].sort().join(' ');

const sideOf = ({ columns }: Table, key: string): number =>
  columns.findIndex((column) => column.key === key);

function renamed(table: Table, match: Table): Table {
  const names = new Map(
    table.columns.map((column, index) => {
      const same = match.columns.find(({ key }) => key === column.key);
      const ofModel = match.columns.filter(
        (_, place) => match.joins[place] === table.joins[index] && !sidesKept(table, match, place),
      );
      return [column.key, (same ?? ofModel[0] ?? column).key];
    }),
  );
  const keyOf = (key: string): string => names.get(key) ?? key;
  return {
    ...table,
    key: match.key,
    columns: table.columns.map((column) => ({ ...column, key: keyOf(column.key) })),
    ...(table.primaryKey === undefined
      ? {}
      : { primaryKey: { ...table.primaryKey, columns: table.primaryKey.columns.map(keyOf) } }),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(keyOf) })),
    foreignKeys: table.foreignKeys.map((foreignKey) => ({
      ...foreignKey,
      key: keyOf(foreignKey.key),
      columns: foreignKey.columns.map(keyOf),
    })),
  };
}

/** Whether a side of the new table is one of the old table's, too. */
const sidesKept = (table: Table, match: Table, place: number): boolean =>
  sideOf(table, match.columns[place]?.key ?? '') >= 0;
