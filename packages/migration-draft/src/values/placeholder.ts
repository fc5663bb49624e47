import { quoteText } from '@schema-service/postgres-sql';
import type { ScalarField } from '@schema-service/schema-model';
import type { Column, Table } from '../database/database.ts';
import type { Moment, Transition } from '../plan/transition.ts';
import { maxLength } from './families.ts';

/** The length of a UUID's text. */
const UUID_LENGTH = 36;

const empty: Readonly<Record<ScalarField['type'], string>> = {
  BigInt: '0',
  Boolean: 'false',
  Bytes: "''",
  DateTime: 'CURRENT_TIMESTAMP',
  Decimal: '0',
  Float: '0',
  Int: '0',
  Json: "'{}'",
  String: "''",
};

const emptyNative: Readonly<Record<string, string>> = {
  Uuid: 'gen_random_uuid()',
  Inet: "'0.0.0.0'",
  Xml: "''",
};

/** What rows get that have no value. */
export interface Value {
  /** An expression over the row. */
  readonly sql: string;
  /** Whether all rows get one value, which does not look at them. */
  readonly isConstant: boolean;
  /** Whether the schema says it: then no person has to decide. */
  readonly isKnown: boolean;
}

const constant = (sql: string, isKnown = false): Value => ({ sql, isConstant: true, isKnown });
const each = (sql: string, isKnown = false): Value => ({ sql, isConstant: false, isKnown });

/**
 * A value for every row of a table that a column takes: its default, or one that
 * means nothing and lets the migration be tried until a person has decided.
 * Undefined where none is known, such as for a type that the schema language has
 * no name for. `number` is another one for each row, as SQL; by default its key, or its
 * place in the order of the keys.
 */
export function placeholder(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  number: string | undefined = rowNumber(column, table, moment, transition),
): Value | undefined {
  const { field, isList, isCounted, default: value } = column;
  if (isList) return constant(value ?? "'{}'", true);
  if (value !== undefined) return isVolatile(value) ? each(value, true) : constant(value, true);
  if (isCounted) return undefined;
  if (field?.default?.kind === 'generated' && field.default.generator === 'uuid') {
    return each(isUuid(column) ? 'gen_random_uuid()' : 'gen_random_uuid()::text', true);
  }
  const foreignKey = table.foreignKeys.find(({ columns }) => columns.includes(column.key));
  if (foreignKey !== undefined) {
    const { target, columns, targetColumns } = foreignKey;
    const key = targetColumns[columns.indexOf(column.key)] ?? '';
    const name = transition.column(target, key, moment);
    return each(`(SELECT ${name} FROM ${transition.table(target, moment)} ORDER BY 1 LIMIT 1)`);
  }
  const isDistinct = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...table.indexes.filter(({ isUnique }) => isUnique),
  ].some(({ columns }) => columns.includes(column.key));
  if (isDistinct) return distinctValue(column, number);
  if (field === undefined || field.kind === 'unsupported') return undefined;
  if (field.kind === 'enum') {
    const [first] =
      (transition.before.enums.get(field.type) ?? transition.after.enums.get(field.type))?.values ??
      [];
    return first && constant(quoteText(first.name));
  }
  const { name, args } = field.nativeType;
  if (name === 'Uuid') return each('gen_random_uuid()');
  if (name === 'Bit') return constant(quoteText('0'.repeat(args[0] ?? 1)));
  return constant(emptyNative[name] ?? empty[field.type]);
}

const isUuid = ({ field }: Column): boolean =>
  field?.kind === 'scalar' && field.nativeType.name === 'Uuid';

/** Every row has another. */
function distinctValue(column: Column, number: string | undefined): Value | undefined {
  const { field } = column;
  if (field?.kind !== 'scalar') return undefined;
  if (isUuid(column)) return each('gen_random_uuid()');
  if ((maxLength(column) ?? 0) >= UUID_LENGTH) return each('gen_random_uuid()::text');
  if (number === undefined) return undefined;
  if (field.type === 'DateTime')
    return each(`(TIMESTAMP '2000-01-01' + make_interval(secs => ${number}))`);
  if (field.type === 'String') return each(`${number}::text`);
  return ['Int', 'BigInt', 'Decimal', 'Float'].includes(field.type) ? each(number) : undefined;
}

/** How many digits in front of the point every number of a type has room for. */
const wholeDigits: Readonly<Record<string, number>> = {
  SmallInt: 5,
  Integer: 10,
  BigInt: 19,
  Real: 6,
  DoublePrecision: 15,
  // As seconds.
  Timestamp: 10,
  Timestamptz: 10,
};

function roomFor(column: Column): number {
  const { field } = column;
  if (field?.kind !== 'scalar') return 0;
  const { name, args } = field.nativeType;
  const [digits = 65, behindPoint = args.length === 0 ? 30 : 0] = args;
  if (name === 'Decimal') return digits - behindPoint;
  // The sign has its place, too.
  return wholeDigits[name] ?? (maxLength(column) ?? 0) - 1;
}

/** Another number for each row. */
const rowNumber = (
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
): string | undefined =>
  ownNumber(column, table, moment, transition) ?? placeInOrder(table, moment, transition);

/**
 * The number that is the row's key: it stays the same whatever rows come and go
 * meanwhile. Undefined where the key is no single whole number, or the column
 * has no room for it.
 */
function ownNumber(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
): string | undefined {
  const { columns, primaryKey } = ownerOf(table, transition);
  const key = columns.find(({ key: name }) => name === primaryKey?.columns[0]);
  const isWhole = key?.field?.kind === 'scalar' && ['Int', 'BigInt'].includes(key.field.type);
  if (key === undefined || primaryKey?.columns.length !== 1 || !isWhole) return undefined;
  if (key.isList || roomFor(column) < roomFor(key)) return undefined;
  return `${transition.table(table.key, moment)}.${transition.column(table.key, key.key, moment)}`;
}

const ownerOf = (table: Table, { before, after }: Transition): Table =>
  before.tables.get(table.key) ?? after.tables.get(table.key) ?? table;

/** A number for each row by its place in the order of the key; undefined without one. It reads the table for each row. */
function placeInOrder(table: Table, moment: Moment, transition: Transition): string | undefined {
  const key = ownerOf(table, transition).primaryKey;
  if (key === undefined) return undefined;
  const names = key.columns.map((column) => transition.column(table.key, column, moment));
  const [own, other] = ['', 'other.'].map((prefix) =>
    names
      .map((name) => `${prefix === '' ? transition.table(table.key, moment) : 'other'}.${name}`)
      .join(', '),
  );
  return `(SELECT count(*) FROM ${transition.table(table.key, moment)} AS other WHERE (${other}) <= (${own}))`;
}

/** What is computed for each row is written into each row. */
export const isVolatile = (sql: string): boolean =>
  /\b(?!now\b|to_json\b)\w+\(.*\)/i.test(sql.replace(/'(?:[^']|'')*'/g, "''"));
