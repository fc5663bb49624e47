import { type Column, convert, familyOf, type Table } from '@schema-service/migration-draft';
import type { Answer } from './answers.ts';
import type { Bridge } from './bridge.ts';
import type { Undecided } from './findings.ts';

/** Columns by which rows of one table refer to rows of another, in both versions. */
export interface Reference {
  /** The table that is referred to, by its key. */
  readonly target: string;
  /** The column there, by its key. */
  readonly column: string;
  /** The other columns of the foreign key. */
  readonly beside: readonly { readonly own: string; readonly target: string }[];
}

/** Tables by their keys. */
type Tables = ReadonlyMap<string, Table>;

/** The tables of both versions. */
export type Sides = readonly [older: Tables, newer: Tables];

/** Whether rows are known by the column in one of both versions: it is in the primary key, or others refer to it. */
export const isKey = (sides: Sides, table: string, column: string): boolean =>
  sides.some(
    (tables) =>
      tables.get(table)?.primaryKey?.columns.includes(column) === true ||
      [...tables.values()].some(({ foreignKeys }) =>
        foreignKeys.some((key) => key.target === table && key.targetColumns.includes(column)),
      ),
  );

export const refers = (sides: Sides, table: string, column: string): boolean =>
  sides.some((tables) =>
    tables.get(table)?.foreignKeys.some(({ columns }) => columns.includes(column)),
  );

/** What the column refers to, where it is the same in both versions. */
export function referenceOf(
  [older, newer]: Sides,
  table: string,
  column: string,
): Reference | undefined {
  const references = (tables: Tables): readonly Reference[] =>
    (tables.get(table)?.foreignKeys ?? []).flatMap(({ columns, target, targetColumns }) => {
      const at = columns.indexOf(column);
      const referred = targetColumns[at];
      if (referred === undefined) return [];
      const beside = columns.flatMap((own, index) =>
        index === at ? [] : [{ own, target: targetColumns[index] ?? own }],
      );
      return [{ target, column: referred, beside }];
    });
  const known = references(older).map((one) => JSON.stringify(one));
  return references(newer).find((one) => known.includes(JSON.stringify(one)));
}

const integers: readonly string[] = ['SMALLINT', 'INTEGER', 'BIGINT'];

/** Whether both columns hold the same whole numbers. */
export const areIntegers = (...columns: readonly Column[]): boolean =>
  columns.every(({ type }) => integers.includes(type));

/** SQL for the next number of the column's own sequence. */
const NEXT = '{next}';

/**
 * How a key of another type follows, each row having one of both forms. What has no cast is made by the database, once
 * for a row: SQL without `{value}`. A value that does not fit is refused, because another one would be another row.
 */
export function keyBridge(
  path: string,
  older: Column,
  newer: Column,
  answer: Answer = {},
): Bridge | readonly Undecided[] {
  const ways = [
    { key: 'up', ...deriveUp(path, older, newer, answer) },
    { key: 'down', ...deriveDown(path, older, newer, answer) },
  ] as const;
  // The older version does not make numbers that it has no room for.
  const isAsked = ({ key, question }: { key: 'up' | 'down'; question?: string }): boolean =>
    question !== undefined &&
    (!answer[key] || isCountedAnew(older, newer)) &&
    !(key === 'down' && areIntegers(older, newer));
  const open = ways.filter(isAsked);
  if (open.length > 0) {
    return open.map(({ key, sql, question = '' }) => ({
      kind: 'undecided',
      path,
      question,
      annotations: [`/// @${key} ${sql}`],
    }));
  }
  const [up, down] = ways;
  if (isCountedAnew(older, newer)) return { up: up.sql, down: down.sql };
  return { up: answer.up ?? up.sql, down: answer.down ?? down.sql };
}

/** Whether a sequence counts it in the newer version alone. Rows of both have their number from it. */
const isCountedAnew = (older: Column, newer: Column): boolean =>
  newer.isCounted && !older.isCounted && !areIntegers(older);

function deriveUp(path: string, older: Column, newer: Column, { up }: Answer): Derived {
  if (!isCountedAnew(older, newer)) return derive(path, older, newer);
  if (up === undefined) return { sql: NEXT };
  return {
    sql: up,
    question: `A sequence makes the numbers of ${path}: leave out the line.`,
  };
}

function deriveDown(path: string, older: Column, newer: Column, answer: Answer): Derived {
  if (older.isCounted && !areIntegers(newer)) return { sql: NEXT };
  if (!isCountedAnew(older, newer)) return derive(path, newer, older);
  // A row that the older version makes has its own key, and a number besides: neither is made from the other.
  if (answer.down !== undefined && !answer.down.includes('{value}')) return { sql: answer.down };
  if (older.type === 'UUID') return { sql: 'gen_random_uuid()' };
  if (familyOf(older) === 'text') return { sql: `gen_random_uuid()::${older.type}` };
  return {
    sql: '...',
    question: `Decide what the older version has in ${path} of rows that the newer one makes, without {value}.`,
  };
}

interface Derived {
  readonly sql: string;
  /** Set where a person has to look at it. */
  readonly question?: string;
}

function derive(path: string, from: Column, to: Column): Derived {
  const families = [familyOf(from), familyOf(to)];
  if (families[0] !== families[1] && !families.includes('text')) {
    if (to.type === 'UUID') return { sql: 'gen_random_uuid()' };
    return {
      sql: '...',
      question: `Decide what ${path} is in rows of the other version, where it is ${to.type} and cannot be made from ${from.type}.`,
    };
  }
  const { decision } = convert({
    from,
    to,
    place: path,
    column: '{value}',
    type: to.type,
    enums: { from: undefined, to: undefined },
    fallback: undefined,
    isKey: false,
  });
  const sql = `{value}::${to.type}`;
  if (decision === undefined) return { sql };
  return { sql, question: `Decide on ${decision.about}: as it is, they are refused.` };
}
