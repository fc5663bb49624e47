import { checkConstants } from './check-constants.ts';
import type { Random } from './random.ts';
import { sampleValues } from './sample-values.ts';
import type { ColumnFacts, TableFacts } from './table-facts.ts';

/** A literal, a null, or what the column's default gives. */
export type RowValue = string | null | typeof useDefault;
export const useDefault: unique symbol = Symbol('default');

/** What a row is like: every column given, as little as possible, the least values, the greatest. */
export type RowStyle = 'plain' | 'sparse' | 'low' | 'high';

/** The rows of every table, in order. */
export const rowStyles: readonly RowStyle[] = ['plain', 'sparse', 'low', 'high', 'plain'];

/** The value that a column has in a row of a style; `undefined` where none is known. */
export function styledValue(column: ColumnFacts, style: RowStyle, n: number): RowValue | undefined {
  if (column.isCounted) return useDefault;
  if (style === 'sparse' && column.isNullable) return null;
  if (style === 'sparse' && isConstant(column.default)) return useDefault;
  const values = sampleValues(column.type);
  if (values === undefined) return fallback(column);
  if (style === 'low') return values.low;
  if (style === 'high') return values.high;
  return values.plain(n);
}

/**
 * Another value for a column that was refused: all that may do in turn, and then
 * any of them, for checks that want several columns to fit each other.
 *
 * @param refused how often the column was refused before
 */
export function otherValue(
  table: TableFacts,
  column: ColumnFacts,
  n: number,
  refused: number,
  random: Random,
): RowValue | undefined {
  if (column.isCounted) return useDefault;
  const values = sampleValues(column.type);
  if (values === undefined) return fallback(column);
  const instead: readonly RowValue[] = [null, useDefault];
  const pool: readonly RowValue[] = [
    ...mentioned(table, column, n),
    values.plain(n),
    values.plain(n + random.integer(1000)),
    values.low,
    values.high,
    ...values.others(n),
    ...instead.filter((value) => (value === null ? column.isNullable : isConstant(column.default))),
  ];
  return pool[refused < pool.length ? refused : random.integer(pool.length)];
}

function mentioned(
  { refusals }: TableFacts,
  { name, type }: ColumnFacts,
  n: number,
): readonly string[] {
  const checks = [...refusals.values()]
    .filter(({ columns }) => columns.includes(name))
    .flatMap(({ definition }) => definition ?? []);
  return [...checks, ...type.checks.map(({ definition }) => definition)].flatMap((check) =>
    checkConstants(check, type, n),
  );
}

function fallback(column: ColumnFacts): RowValue | undefined {
  if (column.isNullable) return null;
  return column.default === null ? undefined : useDefault;
}

/** A default without a call in it: what now() and gen_random_uuid() give would be another each time. */
const isConstant = (sql: string | null): boolean =>
  sql !== null && !/\(|CURRENT_|LOCALTIME/.test(sql);
