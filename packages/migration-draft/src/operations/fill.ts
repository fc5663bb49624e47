import { quoteText } from '@schema-service/postgres-sql';
import type { Column, Table } from '../database/database.ts';
import { distinctName, sqlName } from '../database/names.ts';
import { type Part, type Stage, type Statement, statement } from '../operation.ts';
import type { Moment, Transition } from '../plan/transition.ts';
import { keyBeside, placeholder, type Value } from '../values/placeholder.ts';
import { rowForEach } from './rows.ts';

/** What rows get in a column, and why a person has to look at it. */
export interface Fill {
  readonly value: Value;
  /** `UPDATE`'s `FROM`, where the value is looked up in another table. */
  readonly from?: string;
  /** What joins that table. */
  readonly join?: string;
  /** What makes the rows that the value refers to, before. */
  readonly rows?: readonly Statement[];
  /** As SQL names it: what numbers the rows, as long as they are filled. */
  readonly sequence?: string;
}

/**
 * What rows get that have no value: for a foreign key whose relation had another
 * key, the same row of the other table; else a placeholder.
 */
export function fillOf(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  way: 'up' | 'down' = 'up',
): Fill | undefined {
  return (
    lookUp(column, table, moment, transition, way) ??
    plainFill(column, table, moment, transition, way)
  );
}

function plainFill(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  way: 'up' | 'down',
): Fill | undefined {
  const key = table.foreignKeys.find(({ columns }) => columns.includes(column.key));
  // Nothing is in a new table that a row could refer to.
  if (key !== undefined && moment === 'before' && !transition.before.tables.has(key.target)) {
    const found = rowForEach(table, key, transition);
    if (found !== undefined) {
      const { value: sql, statements: rows } = found;
      return { value: { sql, isConstant: false, isKnown: true }, rows };
    }
  }
  const numbers =
    way === 'up'
      ? countedRows(column, table, moment, transition)
      : numberedRows(column, table, moment, transition);
  const value = placeholder(column, table, moment, transition, {
    place: numbers?.number,
  });
  if (value === undefined || numbers === undefined) return value && { value };
  const { number, ...fill } = numbers;
  return value.sql.includes(number) ? { value, ...fill } : { value };
}

/** Another number for every row, and what a fill needs to have it. */
type Numbers = Pick<Fill, 'from' | 'join' | 'sequence'> & { readonly number: string };

/** Beside writers, and in ranges: a sequence gives no number twice. */
function countedRows(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
): Numbers {
  const owner = transition.tableName(table.key, moment);
  const name = `${owner.name}_${transition.columnName(table.key, column.key, moment)}`;
  const sequence = sqlName({ ...owner, name: distinctName(name, '_fill_seq') });
  return { number: `nextval(${quoteText(sequence)})`, sequence };
}

/** All rows at once: each with its place in the order of the key; undefined without one. */
function numberedRows(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
): Numbers | undefined {
  const key = keyBeside(column, table, moment, transition);
  if (key === undefined) return undefined;
  const name = transition.table(table.key, moment);
  const columns = key.map((one) => transition.column(table.key, one.key, moment));
  const list = columns.join(', ');
  return {
    number: 'numbered.place',
    from: `(SELECT ${list}, row_number() OVER (ORDER BY ${list}) AS place FROM ${name}) AS numbered`,
    join: columns.map((one) => `numbered.${one} = ${name}.${one}`).join(' AND '),
  };
}

/** The value of the same row of the other table, where a relation had another key. */
export function lookUp(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  way: 'up' | 'down',
): Fill | undefined {
  const [old, now] =
    way === 'up' ? [transition.before, transition.after] : [transition.after, transition.before];
  const key = now.tables
    .get(table.key)
    ?.foreignKeys.find(({ columns }) => columns.includes(column.key));
  const known = old.tables.get(table.key)?.foreignKeys.find((other) => other.key === key?.key);
  if (key === undefined || known === undefined || known.target !== key.target) return undefined;
  if (known.columns.includes(column.key)) return undefined;
  const target = transition.table(key.target, moment);
  const wanted = key.targetColumns[key.columns.indexOf(column.key)] ?? '';
  const own = transition.table(table.key, moment);
  const join = known.columns.map(
    (name, index) =>
      `target.${transition.column(key.target, known.targetColumns[index] ?? '', moment)} = ${own}.${transition.column(table.key, name, moment)}`,
  );
  return {
    value: {
      sql: `target.${transition.column(key.target, wanted, moment)}`,
      isConstant: false,
      isKnown: true,
    },
    from: `${target} AS target`,
    join: join.join(' AND '),
  };
}

/** The `UPDATE` that gives a value to rows without one; `range` limits it to some of them. */
export function updateSql(
  table: string,
  column: string,
  { value, from, join }: Fill,
  range?: string,
): string {
  const conditions = [
    ...(range === undefined ? [] : [range]),
    ...(join === undefined ? [] : [join]),
    `${table}.${column} IS NULL`,
  ];
  return `UPDATE ${table} SET ${column} = ${value.sql}${from === undefined ? '' : ` FROM ${from}`} WHERE ${conditions.join(' AND ')}`;
}

export interface FillPlace {
  readonly table: Table;
  readonly column: Column;
  /** What it is for, as the end of "decide on a value for ...". */
  readonly rows: string;
}

/** The rows of a table that is there before, filled in ranges of its key beside those who write to it. */
export function fillPart(
  { table, column, rows }: FillPlace,
  stage: Stage & ('fill' | 'refill'),
  fill: Fill | undefined,
  transition: Transition,
): Part {
  const name = transition.table(table.key, 'before');
  const columnName = transition.column(table.key, column.key, 'before');
  const key = transition.before.tables.get(table.key)?.primaryKey;
  if (fill === undefined) {
    return {
      stage,
      locks: [table.key],
      up: [
        placeForValue(`UPDATE ${name} SET ${columnName} = ... WHERE ${columnName} IS NULL`, rows),
      ],
      down: [],
      note: `Write a value for ${rows}, where the migration says TODO; without it the migration fails on such rows.`,
    };
  }
  const by = key?.columns.map((one) => transition.column(table.key, one, 'before')) ?? [];
  const names = by.map((one) => `${name}.${one}`);
  const one = by.length === 1;
  const list = one ? names.join() : `(${names.join(', ')})`;
  const bound = (place: string): string => (one ? place : `(${place})`);
  const range = `${list} >= ${bound('{from}')} AND ${list} <= ${bound('{to}')}`;
  const sql = updateSql(name, columnName, fill, by.length === 0 ? undefined : range);
  const undecided = fill.value.isKnown
    ? []
    : [
        `TODO: decide on a value for ${rows}.`,
        stage === 'refill'
          ? 'It is that of the fill before.'
          : 'What stands here only lets the migration be tried.',
      ];
  const lines = [
    ...(stage === 'refill' ? ['What was written without a value before the check was there.'] : []),
    ...undecided,
  ];
  const comment = lines.length === 0 ? undefined : lines.join('\n');
  return {
    stage,
    locks: [table.key],
    up: [statement(sql, comment)],
    down: [],
    ...(by.length === 0 ? {} : { batches: { table: name, by } }),
    ...(fill.value.isKnown || stage === 'refill'
      ? {}
      : { note: `Decide on a value for ${rows}, where the migration says TODO.` }),
  };
}

const placeForValue = (form: string, rows: string): Statement =>
  statement('', `TODO: decide on a value for ${rows}.\n${form};`);
