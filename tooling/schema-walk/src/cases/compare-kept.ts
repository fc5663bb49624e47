import { partsOf } from '@schema-service/postgres-sql';
import type { TableRows } from '@schema-service/rehearsal';
import type { ColumnCorrespondence, Correspondence, TableName } from './correspondence.ts';

export interface CompareKeptOptions {
  /** Whether the tables may have more rows after: those that were written in between. */
  readonly mayGrow: boolean;
}

/** What was lost of the rows on the way, a line each. */
export function compareKept(
  before: readonly TableRows[],
  after: readonly TableRows[],
  correspondences: readonly Correspondence[],
  { mayGrow }: CompareKeptOptions,
): readonly string[] {
  return correspondences.flatMap((correspondence): readonly string[] => {
    const from = find(before, correspondence.from);
    const to = find(after, correspondence.to);
    // The structure tells of a table that is not there.
    if (from === undefined || to === undefined) return [];
    const table = `${from.name} to ${to.name}`;
    const count =
      from.rows.length === to.rows.length || (mayGrow && from.rows.length < to.rows.length);
    const counts = count ? [] : [`${table}: ${from.rows.length} rows became ${to.rows.length}`];
    return [
      ...counts,
      ...compareValues(from, to, correspondence).map((line) => `${table}: ${line}`),
    ];
  });
}

const find = (
  tables: readonly TableRows[],
  { namespace, name }: TableName,
): TableRows | undefined =>
  tables.find((table) => {
    const parts = partsOf(table.name);
    return parts[0] === namespace && parts[1] === name;
  });

/** A column with where its values stand in the rows before and after. */
interface Place extends ColumnCorrespondence {
  readonly at: number;
  readonly atAfter: number;
  readonly isKey: boolean;
}

type Row = readonly (string | null)[];

function compareValues(
  from: TableRows,
  to: TableRows,
  { columns }: Correspondence,
): readonly string[] {
  const places = columns.flatMap((column): readonly Place[] => {
    const at = from.columns.findIndex(({ name }) => name === column.from);
    const atAfter = to.columns.findIndex(({ name }) => name === column.to);
    const number = from.columns[at]?.number;
    if (at === -1 || atAfter === -1 || number === undefined) return [];
    return [{ ...column, at, atAfter, isKey: from.key.includes(number) }];
  });
  const key = places.filter(({ isKey }) => isKey);
  const isPaired = from.key.length > 0 && key.length === from.key.length;
  return isPaired ? pairByKey(from, to, places, key) : pairByValues(from, to, places);
}

function pairByKey(
  from: TableRows,
  to: TableRows,
  places: readonly Place[],
  key: readonly Place[],
): readonly string[] {
  const found = new Map(
    to.rows.map((row) => [JSON.stringify(key.map(({ atAfter }) => row[atAfter])), row]),
  );
  return from.rows.flatMap((row): readonly string[] => {
    const id = expected(row, key);
    // The key itself may have had a value that is gone.
    if (id.includes(undefined)) return [];
    const now = found.get(JSON.stringify(id));
    if (now === undefined) return [`the row ${brief(id)} is gone`];
    return places.flatMap(({ at, atAfter, from: column, valueAfter }) => {
      const wanted = valueAfter(row[at] ?? null);
      const is = now[atAfter] ?? null;
      if (wanted === undefined || wanted === is) return [];
      return [`${column} of the row ${brief(id)} was ${brief(row[at])} and is ${brief(is)}`];
    });
  });
}

function pairByValues(from: TableRows, to: TableRows, places: readonly Place[]): readonly string[] {
  const waiting = [...to.rows];
  return from.rows.flatMap((row): readonly string[] => {
    const wanted = expected(row, places);
    const at = waiting.findIndex((candidate) =>
      places.every(
        ({ atAfter }, index) =>
          wanted[index] === undefined || wanted[index] === (candidate[atAfter] ?? null),
      ),
    );
    if (at === -1) return [`a row with the values ${brief(wanted)} is gone`];
    waiting.splice(at, 1);
    return [];
  });
}

const expected = (row: Row, places: readonly Place[]): readonly (string | null | undefined)[] =>
  places.map(({ at, valueAfter }) => valueAfter(row[at] ?? null));

/** A value or a list of them, cut to what a line has room for. */
const brief = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 80);
