import type { ColumnComparison, TableComparison } from '../rehearsal-report.ts';
import type { RowColumn, TableRows } from './table-rows.ts';

type Row = TableRows['rows'][number];

/** A column before, and where its values stand in the rows before and after. */
interface SharedColumn {
  readonly column: RowColumn;
  readonly at: number;
  readonly after: RowColumn;
  readonly atAfter: number;
}

/**
 * What became of the rows of every table. Pure. A table and a column are
 * followed through a rename, which PostgreSQL knows them by the same number
 * after; where there is none with that number, by their name.
 */
export function compareRows(
  before: readonly TableRows[],
  after: readonly TableRows[],
  way: TableComparison['way'],
): readonly TableComparison[] {
  return before.map((table) => {
    const counterpart =
      after.find(({ oid }) => oid === table.oid) ?? after.find(({ name }) => name === table.name);
    return compareTable(table, counterpart, way);
  });
}

function compareTable(
  before: TableRows,
  after: TableRows | undefined,
  way: TableComparison['way'],
): TableComparison {
  const rows = before.rows.length;
  const base = { kind: 'tableComparison', way, table: before.name, rows } as const;
  if (!after) {
    const none = { matchedBy: 'values', kept: 0, changed: 0, lost: rows, added: 0 } as const;
    return { ...base, ...none, tableAfter: null, columns: [] };
  }
  const shared = shareColumns(before, after);
  const key = shared.filter(({ column }) => before.key.includes(column.number));
  const hasKey = before.key.length > 0 && key.length === before.key.length;
  const pairs = pairRows(before, after, hasKey ? key : shared);
  const changed = pairs.filter(([old, now]) => shared.some((column) => differs(column, old, now)));
  return {
    ...base,
    tableAfter: after.name,
    matchedBy: hasKey ? 'key' : 'values',
    kept: pairs.length - changed.length,
    changed: changed.length,
    lost: rows - pairs.length,
    added: after.rows.length - pairs.length,
    columns: before.columns.flatMap((column, at): readonly ColumnComparison[] => {
      const counterpart = shared.find((other) => other.column === column);
      return counterpart
        ? compareColumn(counterpart, changed, key)
        : lostColumn(column, at, before);
    }),
  };
}

function shareColumns(before: TableRows, after: TableRows): readonly SharedColumn[] {
  const isSameTable = before.oid === after.oid;
  return before.columns.flatMap((column, at): readonly SharedColumn[] => {
    const byNumber = isSameTable
      ? after.columns.findIndex(({ number }) => number === column.number)
      : -1;
    const atAfter =
      byNumber >= 0 ? byNumber : after.columns.findIndex(({ name }) => name === column.name);
    const counterpart = after.columns[atAfter];
    return counterpart ? [{ column, at, after: counterpart, atAfter }] : [];
  });
}

/** Rows before with those of the same key after; each row after is taken once. */
function pairRows(
  before: TableRows,
  after: TableRows,
  key: readonly SharedColumn[],
): readonly (readonly [Row, Row])[] {
  if (key.length === 0) return [];
  const waiting = new Map<string, Row[]>();
  for (const row of after.rows) {
    const id = JSON.stringify(key.map(({ atAfter }) => row[atAfter]));
    waiting.set(id, [...(waiting.get(id) ?? []), row]);
  }
  return before.rows.flatMap((row): readonly (readonly [Row, Row])[] => {
    const found = waiting.get(JSON.stringify(key.map(({ at }) => row[at])))?.shift();
    return found ? [[row, found]] : [];
  });
}

/** Values of two shapes are two values, even where PostgreSQL writes them alike. */
function differs({ column, at, after, atAfter }: SharedColumn, old: Row, now: Row): boolean {
  if (old[at] !== now[atAfter]) return true;
  return column.shape !== after.shape && old[at] !== null;
}

function compareColumn(
  shared: SharedColumn,
  changedRows: readonly (readonly [Row, Row])[],
  key: readonly SharedColumn[],
): readonly ColumnComparison[] {
  const changed = changedRows.filter(([old, now]) => differs(shared, old, now));
  const { column, after, at, atAfter } = shared;
  if (changed.length === 0 && column.name === after.name) return [];
  const [first] = changed;
  const example = first && {
    row: key.map((part) => `${part.column.name} ${first[0][part.at]}`).join(', '),
    before: first[0][at] ?? null,
    after: first[1][atAfter] ?? null,
  };
  return [
    {
      column: column.name,
      columnAfter: after.name,
      changed: changed.length,
      lost: 0,
      ...(example ? { example } : {}),
    },
  ];
}

function lostColumn(
  { name }: RowColumn,
  at: number,
  before: TableRows,
): readonly ColumnComparison[] {
  const lost = before.rows.filter((row) => row[at] !== null).length;
  return [{ column: name, columnAfter: null, changed: 0, lost }];
}
