import type { BatchDirective } from './batch-directive.ts';
import { OPENING, skipToken, WORD } from './tokens.ts';

/** A place for a value: `{from}`, `{to}`, or what is meant as one of them. */
export interface BatchPlaceholder {
  /** Without the braces. */
  readonly name: string;
  /** Offsets into the text, with the braces. */
  readonly start: number;
  readonly end: number;
}

/** The first and the last key of a batch, as SQL: `'7'::bigint`, and of several columns `1, 'x'`. */
export interface BatchRange {
  readonly from: string;
  readonly to: string;
}

/** A statement with the values of a range in it. */
export interface FilledStatement {
  readonly sql: string;
  /** The offset in the statement as it was written of one in `sql`; within a value that of its placeholder. */
  readonly writtenOffset: (offset: number) => number;
}

/** Line comment or word, opening (1), braces (2) and what is between them (3). */
const PIECE = new RegExp(`--[^\\n\\r]*|(${OPENING})|${WORD}|(\\{([^{}\\n]*)\\}?)`, 'g');

/** What stands in braces outside of strings, quoted names and comments, where SQL itself has none. */
export function* batchPlaceholders(sql: string): Generator<BatchPlaceholder, void, undefined> {
  const piece = new RegExp(PIECE);
  for (let match = piece.exec(sql); match; match = piece.exec(sql)) {
    const [, opening, braces, name = ''] = match;
    if (opening) piece.lastIndex = skipToken(sql, match.index, opening) ?? sql.length;
    else if (braces) yield { name, start: match.index, end: piece.lastIndex };
  }
}

/** Puts the values of a range in the places of `{from}` and `{to}`. */
export function fillBatch(statement: string, range: BatchRange): FilledStatement {
  let sql = '';
  let copied = 0;
  /** Where a written part ends in both texts. */
  const ends: { readonly written: number; readonly filled: number }[] = [];
  for (const { name, start, end } of batchPlaceholders(statement)) {
    if (name !== 'from' && name !== 'to') continue;
    sql += statement.slice(copied, start);
    ends.push({ written: start, filled: sql.length });
    sql += range[name];
    ends.push({ written: end, filled: sql.length });
    copied = end;
  }
  sql += statement.slice(copied);
  const writtenOffset = (offset: number): number => {
    const index = ends.findLastIndex(({ filled }) => filled <= offset);
    const last = ends[index];
    if (!last) return offset;
    return index % 2 === 0 ? last.written : last.written + (offset - last.filled);
  };
  return { sql, writtenOffset };
}

/** The range of every row that a table has as the statement runs; none where there are none. */
export function wholeRange({
  table,
  columns,
}: Pick<BatchDirective, 'table' | 'columns'>): BatchRange {
  const values = (direction: 'ASC' | 'DESC'): string => {
    const order = columns.map((column) => `${column} ${direction}`).join(', ');
    return columns
      .map((column) => `(SELECT ${column} FROM ${table} ORDER BY ${order} LIMIT 1)`)
      .join(', ');
  };
  return { from: values('ASC'), to: values('DESC') };
}

/** The script with `$1` and `$2` in the places, at the same offsets: SQL that a parser reads. */
export function parsableBatches(sql: string): string {
  let parsable = '';
  let copied = 0;
  for (const { name, start, end } of batchPlaceholders(sql)) {
    if (name !== 'from' && name !== 'to') continue;
    parsable += sql.slice(copied, start) + (name === 'from' ? '$1' : '$2').padEnd(end - start);
    copied = end;
  }
  return parsable + sql.slice(copied);
}
