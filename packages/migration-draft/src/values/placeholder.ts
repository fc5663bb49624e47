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
 * no name for. `number` is another one for each row, as SQL; by default its place in the order of the key.
 */
export function placeholder(
  column: Column,
  table: Table,
  moment: Moment,
  transition: Transition,
  number: string | undefined = rowNumber(table, moment, transition),
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

/** A number for each row by its place in the order of the key; undefined without one. */
function rowNumber(table: Table, moment: Moment, transition: Transition): string | undefined {
  const { before, after } = transition;
  const key = (before.tables.get(table.key) ?? after.tables.get(table.key))?.primaryKey;
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
