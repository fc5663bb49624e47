import { isRequired } from './order-tables.ts';
import type { RowValue } from './row-values.ts';
import type { TableFacts } from './table-facts.ts';

/** A row as the database has it: every column as text. */
export type MadeRow = ReadonlyMap<string, string | null>;

/** The rows that were made so far, by table. */
export type MadeRows = Map<string, readonly MadeRow[]>;

/** What a row refers to: values for the columns of its foreign keys, or why there are none. */
export type References =
  | { readonly kind: 'chosen'; readonly values: ReadonlyMap<string, RowValue> }
  | { readonly kind: 'impossible'; readonly reason: string };

/**
 * Chooses rows for every foreign key of a row, which agree where keys share a
 * column. A key that may be null is null where it is to be left out, or where the
 * other table has no row yet.
 *
 * @param pick gives the position of the row to take, among as many as it is told
 * @param leaveOut whether a key that may be null is
 */
export function chooseReferences(
  table: TableFacts,
  made: MadeRows,
  pick: (among: number) => number,
  leaveOut: () => boolean,
): References {
  const values = new Map<string, RowValue>();
  for (const key of table.foreignKeys) {
    const required = isRequired(key, table);
    const rows = (made.get(key.table) ?? []).filter((row) =>
      key.columns.every((column, i) => {
        const chosen = values.get(column);
        return chosen === undefined || chosen === valueAt(row, key.references[i]);
      }),
    );
    const row = rows[pick(rows.length)];
    if (row !== undefined && (required || !leaveOut())) {
      for (const [i, column] of key.columns.entries())
        values.set(column, valueAt(row, key.references[i]));
    } else if (!required) {
      const nullable = table.columns.find(
        ({ name, isNullable }) => isNullable && key.columns.includes(name),
      );
      if (nullable) values.set(nullable.name, null);
    } else if (key.table !== table.name) {
      return {
        kind: 'impossible',
        reason: `it has to refer to a row of ${key.table}, and there is none`,
      };
    }
    // A first row that has to refer to its own table refers to itself: its key is its own.
  }
  return { kind: 'chosen', values };
}

const valueAt = (row: MadeRow, column: string | undefined): string | null =>
  (column === undefined ? undefined : row.get(column)) ?? null;
