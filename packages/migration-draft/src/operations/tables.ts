import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { Column, Table } from '../database/database.ts';
import { sequenceName, sqlName } from '../database/names.ts';
import { type Operation, type Statement, statement } from '../operation.ts';
import { defaultAt, type Moment, type Transition } from '../plan/transition.ts';
import { createIndexSql, formerName, temporaryName } from './indexes.ts';

const serials: Readonly<Record<string, string>> = {
  SMALLINT: 'SMALLSERIAL',
  INTEGER: 'SERIAL',
  BIGINT: 'BIGSERIAL',
};

/** A column as `CREATE TABLE` and `ADD COLUMN` declare it. */
export function columnSql(
  table: string,
  column: Column,
  moment: Moment,
  transition: Transition,
): string {
  const name = transition.column(table, column.key, moment);
  const type = transition.typeAt(column, moment);
  const made = defaultAt(column, moment, transition);
  const declared = column.isCounted ? (serials[type] ?? type) : type;
  const required = column.isRequired ? ' NOT NULL' : '';
  const value = made === undefined ? '' : ` DEFAULT ${made}`;
  return `${name} ${declared}${required}${value}`;
}

/**
 * The statements that make a table with its key and indexes. Foreign keys come later: others may point at each other.
 * `nameOf` says what an index is called then.
 */
function tableStatements(
  table: Table,
  moment: Moment,
  transition: Transition,
  nameOf: (index: { readonly name: string }) => string,
): readonly Statement[] {
  const name = transition.table(table.key, moment);
  const { primaryKey, columns, indexes } = table;
  const keys = (parts: readonly string[]): string =>
    parts.map((key) => transition.column(table.key, key, moment)).join(',');
  const lines = columns.map((column) => columnSql(table.key, column, moment, transition));
  const constraint =
    primaryKey === undefined
      ? ''
      : `,\n\n    CONSTRAINT ${quoteIdentifier(nameOf(primaryKey))} PRIMARY KEY (${keys(primaryKey.columns)})`;
  const counts = columns.some(({ isCounted }) => isCounted);
  return [
    statement(
      `CREATE TABLE ${name} (\n    ${lines.join(',\n    ')}${constraint}\n)`,
      counts
        ? "schemactl: ignore prefer-identity because it is what Prisma's autoincrement() makes"
        : undefined,
    ),
    ...indexes.map((index) =>
      statement(createIndexSql(table, index, moment, transition, { name: nameOf(index) })),
    ),
  ];
}

export function createTable(table: Table, transition: Transition): Operation {
  const late = transition.isLate(table);
  const moment = late ? 'after' : 'before';
  const name = transition.table(table.key, moment);
  const waiting = new Set(waitingIndexes(table, transition).map(({ to }) => to));
  const nameOf = (index: { readonly name: string }): string =>
    waiting.has(index.name) ? temporaryName(index) : index.name;
  return {
    act: 'create table',
    parts: [
      {
        stage: late ? 'reindex' : 'expand',
        locks: [],
        up: tableStatements(table, moment, transition, nameOf),
        down: [statement(`DROP TABLE ${name}`)],
        losesDown: `every row of ${name}`,
      },
    ],
  };
}

export function dropTable(table: Table, transition: Transition): Operation {
  const name = sqlName(table.name);
  const given = new Set(givenIndexes(table, transition).map(({ from }) => from));
  // Nobody of the new version uses it, and its foreign keys are gone.
  return {
    act: 'drop table',
    parts: [
      {
        stage: 'contract',
        locks: [table.key],
        up: [statement(`DROP TABLE ${name}`)],
        down: tableStatements(table, 'after', transition, (index) =>
          given.has(index.name) ? formerName(index) : index.name,
        ).map(({ sql }) => statement(sql)),
        loses: `every row of ${name}`,
      },
    ],
  };
}

/** A name that changes. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

const indexesOf = ({ indexes, primaryKey }: Table): readonly { readonly name: string }[] => [
  ...indexes,
  ...(primaryKey === undefined ? [] : [primaryKey]),
];

/** Indexes of a new table that wait for their names until the switch: something that is there before has them. */
export const waitingIndexes = (
  table: Table,
  { isIndexName, isLate }: Transition,
): readonly Rename[] =>
  isLate(table)
    ? []
    : indexesOf(table)
        .filter(({ name }) => isIndexName({ ...table.name, name }, 'before'))
        .map((index) => ({ from: temporaryName(index), to: index.name }));

/** Indexes of a table that goes which give their names away in the switch: something that stays, or is new, gets them. */
export const givenIndexes = (table: Table, { isIndexName }: Transition): readonly Rename[] =>
  indexesOf(table)
    .filter(({ name }) => isIndexName({ ...table.name, name }, 'after'))
    .map((index) => ({ from: index.name, to: formerName(index) }));

/** The sequence behind a counted column of a table that exists, as `SERIAL` would make it. */
export function sequenceOf(
  table: string,
  column: Column,
  moment: Moment,
  transition: Transition,
): {
  readonly name: string;
  readonly create: readonly Statement[];
  readonly value: string;
  /** After the column has values: goes on behind them. */
  readonly proceed: readonly Statement[];
} {
  const owner = transition.tableName(table, moment);
  const sequence = {
    ...owner,
    name: sequenceName(owner.name, transition.columnName(table, column.key, moment)),
  };
  const name = sqlName(sequence);
  const [tableSql, columnName] = [sqlName(owner), transition.column(table, column.key, moment)];
  return {
    name,
    value: `nextval(${quoteText(name)}::regclass)`,
    create: [
      statement(`CREATE SEQUENCE ${name} AS ${column.type}`),
      statement(`ALTER SEQUENCE ${name} OWNED BY ${tableSql}.${columnName}`),
    ],
    proceed: [
      statement(
        `SELECT setval(${quoteText(name)}, greatest(coalesce(max(${columnName}), 1), 1), coalesce(max(${columnName}) > 0, false)) FROM ${tableSql}`,
        'Goes on behind the numbers that are there.',
      ),
    ],
  };
}
