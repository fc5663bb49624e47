import type { ScalarField } from '@schema-service/schema-model';
import type { Argument, Arguments, ArgumentValue } from './call.ts';
import type { Column } from './schema-facts.ts';

/** Types whose values PostgreSQL does not compare, or Prisma does not. */
const WITHOUT_EQUALITY: ReadonlySet<string> = new Set(['Xml']);
const WITHOUT_ORDER: ReadonlySet<string> = new Set(['Boolean', 'Bytes', 'Json']);
/** Types that are a String of Prisma's and no text of PostgreSQL's. */
const NO_TEXT: ReadonlySet<string> = new Set(['Bit', 'Inet', 'Uuid', 'VarBit', 'Xml']);

/** Conditions on a column with every operator of its type. Of the values, rows have at least the first. */
export function filtersOf(
  column: Column,
  [one, other]: readonly [ArgumentValue, ArgumentValue],
): readonly Argument[] {
  if (column.kind === 'scalar' && WITHOUT_EQUALITY.has(column.nativeType.name))
    return nulls(column);
  if (column.arity === 'list') return listFilters(one, other);
  if (column.kind === 'scalar' && column.type === 'Json') return jsonFilters(column, one);
  return [
    one,
    { equals: one },
    { not: one },
    ...nulls(column),
    // Prisma's filter of a Boolean has no more than that.
    ...(isBoolean(column)
      ? []
      : [
          { not: { in: [one] } },
          { in: [one, other] },
          { in: [] },
          { notIn: [one, other] },
          { notIn: [] },
        ]),
    ...(hasOrder(column)
      ? [{ lt: one }, { lte: one }, { gt: one }, { gte: one }, { gte: one, lt: other }]
      : []),
    ...(isText(column) ? textFilters([other, one]) : []),
  ];
}

function nulls({ arity }: Column): readonly Argument[] {
  return arity === 'optional' ? [null, { equals: null }, { not: null }] : [];
}

function listFilters(all: ArgumentValue, others: ArgumentValue): readonly Argument[] {
  const [item] = all.value as readonly unknown[];
  const one = { ...all, value: item };
  return [
    { equals: all },
    { has: one },
    { hasEvery: all },
    { hasSome: all },
    { hasSome: others },
    { isEmpty: true },
    { isEmpty: false },
  ];
}

function jsonFilters({ arity }: Column, one: ArgumentValue): readonly Argument[] {
  const noValue: ArgumentValue = { kind: 'value', type: 'DbNull', nativeType: '', value: null };
  const text: ArgumentValue = { ...one, type: 'Json', value: 'ü' };
  return [
    { equals: one },
    { not: one },
    { path: ['list'], array_contains: { ...text, value: ['ü'] } },
    { path: ['list', '2'], equals: text },
    { path: ['list', '2'], string_contains: 'ü' },
    { path: ['nested', 'yes'], equals: { ...text, value: true } },
    { path: ['nested', 'yes'], not: { ...text, value: true } },
    { path: ['list', '0'], gte: { ...text, value: 1 } },
    ...(arity === 'optional' ? [{ equals: noValue }, { not: noValue }] : []),
  ];
}

/**
 * The start, the middle and the end of a text, and in capitals. Where there is one, a text without
 * what Prisma takes for a pattern.
 */
function textFilters(values: readonly ArgumentValue[]): readonly Argument[] {
  const texts = values.map(({ value }) => String(value).trimEnd());
  const text = texts.find((each) => !/[\\%_]/.test(each)) ?? texts.at(-1) ?? '';
  // A part of a character is none.
  const letters = [...text];
  const part = (from: number, to?: number): string => letters.slice(from, to).join('');
  const capitals = part(0, 4).toUpperCase();
  return [
    { startsWith: part(0, 3) },
    { endsWith: part(-3) },
    { contains: part(1, 3) },
    { contains: '' },
    { not: { contains: part(1, 3) } },
    { contains: capitals },
    { contains: capitals, mode: 'insensitive' },
    { equals: text.toUpperCase(), mode: 'insensitive' },
    { in: [text.toUpperCase()], mode: 'insensitive' },
  ];
}

/** Whether rows can be ordered by the column. */
export function canOrder(column: Column): boolean {
  if (column.arity === 'list') return false;
  return column.kind === 'enum' || !['Json', 'Xml'].includes(column.nativeType.name);
}

function hasOrder(column: Column): boolean {
  return column.kind === 'scalar' && !WITHOUT_ORDER.has(column.type);
}

function isBoolean(column: Column): boolean {
  return column.kind === 'scalar' && column.type === 'Boolean';
}

function isText(column: Column): column is ScalarField & Column {
  return (
    column.kind === 'scalar' && column.type === 'String' && !NO_TEXT.has(column.nativeType.name)
  );
}

/** The same conditions on a field, and what they are not. */
export function conditionsOn(name: string, filters: readonly Argument[]): readonly Arguments[] {
  return filters.flatMap((filter) => [{ [name]: filter }, { NOT: { [name]: filter } }]);
}
