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

/** SQL of a number that is another one for each row. By default it is the row's key, or its place among the others. */
export interface RowNumbers {
  /** Instead of both: for rows that are not there yet. */
  readonly number?: string | undefined;
  /** The place, where a query has counted it; else it is counted for each row anew. */
  readonly place?: string | undefined;
}

/**
 * A value for every row of a table that a column takes: its default, or one that
 * means nothing and lets the migration be tried until a person has decided.
 * Undefined where none is known, such as for a type that the schema language has
 * no name for.
 */
export function placeholder(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  numbers: RowNumbers = {},
): Value | undefined {
  const { field, isList, isCounted, default: value } = column;
  if (isList) return constant(value ?? "'{}'", true);
  if (value !== undefined) return isVolatile(value) ? each(value, true) : constant(value, true);
  if (isCounted) return undefined;
  if (field?.default?.kind === 'generated' && field.default.generator === 'uuid') {
    return each(isUuid(column) ? 'gen_random_uuid()' : 'gen_random_uuid()::text', true);
  }
  const unique = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey]),
    ...table.indexes.filter(({ isUnique }) => isUnique),
  ].filter(({ columns }) => columns.includes(column.key));
  const foreignKey = table.foreignKeys.find(({ columns }) => columns.includes(column.key));
  if (foreignKey !== undefined) {
    // No two rows may refer to the same one, and which refers to which nobody knows.
    if (unique.some(({ columns }) => columns.length === 1)) return undefined;
    const { target, columns, targetColumns } = foreignKey;
    const key = targetColumns[columns.indexOf(column.key)] ?? '';
    const name = transition.column(target, key, moment);
    return each(`(SELECT ${name} FROM ${transition.table(target, moment)} ORDER BY 1 LIMIT 1)`);
  }
  if (unique.length > 0) return distinctValue(column, table, moment, transition, numbers);
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
function distinctValue(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  { number: given, place }: RowNumbers,
): Value | undefined {
  const { field } = column;
  if (field?.kind !== 'scalar') return undefined;
  if (isUuid(column)) return each('gen_random_uuid()');
  if ((maxLength(column) ?? 0) >= UUID_LENGTH) return each('gen_random_uuid()::text');
  const number =
    given ??
    ownNumber(column, table, moment, transition) ??
    place ??
    placeInOrder(column, table, moment, transition);
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

/**
 * The columns of the key that tells the rows of a table apart at a moment, and
 * that the column itself is not in; undefined without one.
 */
export function keyBeside(
  column: Column,
  table: Table,
  moment: Moment,
  { before, after }: Transition,
): readonly Column[] | undefined {
  const order = moment === 'before' ? [before, after] : [after, before];
  for (const { tables } of order) {
    const { columns = [], primaryKey } = tables.get(table.key) ?? {};
    if (primaryKey === undefined || primaryKey.columns.includes(column.key)) continue;
    return primaryKey.columns.flatMap((key) => columns.find((one) => one.key === key) ?? []);
  }
  return undefined;
}

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
  const [key, ...others] = keyBeside(column, table, moment, transition) ?? [];
  if (key?.field?.kind !== 'scalar' || others.length > 0) return undefined;
  if (!['Int', 'BigInt'].includes(key.field.type) || roomFor(column) < roomFor(key)) {
    return undefined;
  }
  return `${transition.table(table.key, moment)}.${transition.column(table.key, key.key, moment)}`;
}

/** A number for each row by its place in the order of the key; undefined without one. It reads the table for each row. */
function placeInOrder(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
): string | undefined {
  const key = keyBeside(column, table, moment, transition);
  if (key === undefined) return undefined;
  const name = transition.table(table.key, moment);
  const [own, other] = [name, 'other'].map((owner) =>
    key.map((one) => `${owner}.${transition.column(table.key, one.key, moment)}`).join(', '),
  );
  return `(SELECT count(*) FROM ${name} AS other WHERE (${other}) <= (${own}))`;
}

/** What is computed for each row is written into each row. */
export const isVolatile = (sql: string): boolean =>
  /\b(?!now\b|to_json\b)\w+\(.*\)/i.test(sql.replace(/'(?:[^']|'')*'/g, "''"));
