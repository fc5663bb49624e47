import type { Column, ForeignKey, Table } from '../database/database.ts';
import { type Statement, statement } from '../operation.ts';
import type { Moment, Transition } from '../plan/transition.ts';
import { placeholder } from '../values/placeholder.ts';
import { sequenceOf } from './tables.ts';

/** Rows for a table that has none, and that rows which are there have to refer to. */
export interface NewRows {
  readonly statements: readonly Statement[];
  /** What a row that refers gets in its column, over that row. */
  readonly value: string;
}

/**
 * A row of the new table for each row that is to refer to it, under the key of
 * that row. Columns that move over keep their values; the rest gets values that
 * mean nothing. Undefined where the two keys are not of one type, or a column
 * has no such value.
 */
export function rowForEach(
  table: Table,
  { target, columns, targetColumns }: ForeignKey,
  transition: Transition,
): NewRows | undefined {
  const { before, after } = transition;
  const [owner, other] = [before.tables.get(table.key), after.tables.get(target)];
  const key = owner?.primaryKey?.columns;
  if (owner === undefined || other === undefined || key?.length !== 1 || columns.length !== 1) {
    return undefined;
  }
  const find = (from: Table, name: string | undefined): Column | undefined =>
    from.columns.find((column) => column.key === name);
  const [own, wanted] = [find(owner, key[0]), find(other, targetColumns[0])];
  if (own === undefined || wanted === undefined || own.elementKey !== wanted.elementKey) {
    return undefined;
  }
  const gone = owner.columns.filter(
    ({ key: name }) => find(after.tables.get(table.key) ?? owner, name) === undefined,
  );
  const [from, into] = [transition.table(table.key, 'before'), transition.table(target, 'before')];
  const ownKey = `${from}.${transition.column(table.key, own.key, 'before')}`;
  const values: (readonly [string, string])[] = [];
  for (const column of other.columns) {
    const name = transition.column(target, column.key, 'before');
    const moved = gone.find(
      (one) =>
        one.key === column.key &&
        one.elementKey === column.elementKey &&
        one.isList === column.isList,
    );
    if (column === wanted) values.push([name, ownKey]);
    else if (moved !== undefined) {
      values.push([name, `${from}.${transition.column(table.key, moved.key, 'before')}`]);
    } else if (column.isRequired && column.default === undefined && !column.isCounted) {
      const value = placeholder(column, other, 'before', transition, {
        number: nextNumber(into),
      })?.sql;
      if (value === undefined) return undefined;
      values.push([name, value]);
    }
  }
  const column = transition.column(table.key, columns[0] ?? '', 'before');
  const isThere = `EXISTS (SELECT FROM ${into} WHERE ${into}.${transition.column(target, wanted.key, 'before')} = coalesce(${from}.${column}, ${ownKey}))`;
  return {
    value: ownKey,
    statements: [
      statement(
        `${insertSql(into, values, from)} WHERE NOT ${isThere}`,
        `TODO: decide on the rows of ${into} that rows of ${from} refer to.\nWhat stands here only lets the migration be tried.`,
      ),
      ...(wanted.isCounted ? sequenceOf(target, wanted, 'before', transition).proceed : []),
    ],
  };
}

/** On the way back: the rows of a table that is made again, as far as others still refer to them. */
export function rowsReferredTo(
  table: Table,
  { target, columns, targetColumns }: ForeignKey,
  moment: Moment,
  transition: Transition,
): readonly Statement[] {
  const other = transition.before.tables.get(target);
  if (other === undefined || transition.after.tables.has(target)) return [];
  const [from, into] = [transition.table(table.key, moment), transition.table(target, moment)];
  const values: (readonly [string, string])[] = [];
  for (const column of other.columns) {
    const name = transition.column(target, column.key, moment);
    const place = targetColumns.indexOf(column.key);
    if (place >= 0) {
      values.push([name, transition.column(table.key, columns[place] ?? '', moment)]);
    } else if (column.isRequired && column.default === undefined && !column.isCounted) {
      const value = placeholder(column, other, moment, transition, {
        number: nextNumber(into),
      })?.sql;
      if (value === undefined) return [];
      values.push([name, value]);
    }
  }
  const keys = columns.map((column) => transition.column(table.key, column, moment));
  const isSet = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
  // Not `DISTINCT` over all: it takes a bare literal for text, and types such as JSON cannot be compared.
  const referring = `(SELECT DISTINCT ${keys.join(', ')} FROM ${from} WHERE ${isSet}) AS referring`;
  return [
    statement(
      `${insertSql(into, values, referring)} ON CONFLICT DO NOTHING`,
      `Rows of ${into} that rows of ${from} refer to come back with their keys alone.`,
    ),
  ];
}

/** On the way back: one row of a table that is made again, for rows that have to refer to something. */
export function rowToReferTo(
  table: Table,
  { target }: ForeignKey,
  moment: Moment,
  transition: Transition,
): readonly Statement[] {
  const other = transition.before.tables.get(target);
  if (other === undefined || transition.after.tables.has(target)) return [];
  const values: (readonly [string, string])[] = [];
  for (const column of other.columns) {
    if (!column.isRequired || column.default !== undefined || column.isCounted) continue;
    // There is one row: nothing has to differ.
    const { primaryKey: _, ...plain } = { ...other, indexes: [] };
    const value = placeholder(column, plain, moment, transition)?.sql;
    if (value === undefined) return [];
    values.push([transition.column(target, column.key, moment), value]);
  }
  const [from, into] = [transition.table(table.key, moment), transition.table(target, moment)];
  if (values.length === 0) return [statement(`INSERT INTO ${into} DEFAULT VALUES`)];
  return [
    statement(
      `INSERT INTO ${into} (${values.map(([name]) => name).join(', ')}) SELECT ${values.map(([, value]) => value).join(', ')} WHERE EXISTS (SELECT FROM ${from})`,
      `Rows of ${from} have to refer to a row of ${into}, which comes back empty.`,
    ),
  ];
}

/** A number that no row of the table has by its count, for each row that is inserted into it. */
const nextNumber = (into: string): string =>
  `((SELECT count(*) FROM ${into}) + row_number() OVER ())`;

const insertSql = (
  into: string,
  values: readonly (readonly [string, string])[],
  from: string,
): string =>
  `INSERT INTO ${into} (${values.map(([name]) => name).join(', ')}) SELECT ${values.map(([, value]) => value).join(', ')} FROM ${from}`;
