import { quoteText } from '@schema-service/postgres-sql';
import type { Column, EnumType } from '../database/database.ts';
import { nameWith } from '../database/names.ts';
import { type Family, familyOf, maxLength, numericRange } from './families.ts';
import { isWidening, keepsStorage } from './is-widening.ts';
import { silentLoss } from './silent-loss.ts';

/** How the values of a column become values of another type. */
export interface Conversion {
  /** What stands behind `USING`; undefined where PostgreSQL casts by itself. */
  readonly using?: string;
  /** Whether PostgreSQL writes every row anew. */
  readonly rewrites: boolean;
  /** Absent where every value keeps its meaning. */
  readonly decision?: {
    /** As the end of "decide on ...". */
    readonly about: string;
    /** As the end of "Loses ...". */
    readonly loses: string;
  };
}

export interface ConversionSides {
  readonly from: Column;
  readonly to: Column;
  /** As messages name it: `"A"."b"`. */
  readonly place: string;
  /** The column as SQL names it before. */
  readonly column: string;
  /** The type to come, as SQL names it when the conversion runs. */
  readonly type: string;
  /** The values of the enums on both sides, where they are enums. */
  readonly enums: { readonly from: EnumType | undefined; readonly to: EnumType | undefined };
  /** What a value becomes that has none in the new type, as SQL; undefined where it becomes null. */
  readonly fallback: string | undefined;
  /**
   * Rows differ in the column, or refer to one another by it. A value that does not fit becomes a
   * digest of itself: what was equal stays equal, and what was not stays different.
   */
  readonly isKey: boolean;
}

/** Stands between the elements of a list that is looked at as one text. */
const SEPARATOR = "E'\\x01'";

/**
 * Converts every value: what does not fit gets the fallback, so that no row can
 * stop the change. Where PostgreSQL itself casts and keeps every value, it does.
 */
export function convert(sides: ConversionSides): Conversion {
  const { from, to } = sides;
  if (from.isList !== to.isList) return to.isList ? intoList(sides) : outOfList(sides);
  const loss = lossOf(sides);
  if (loss === undefined && isWidening(from, to)) {
    return { rewrites: !keepsStorage(from, to) };
  }
  const using = to.isList ? listCast(sides) : valueCast(sides, sides.column);
  return { using, rewrites: true, ...(loss === undefined ? {} : { decision: loss }) };
}

/** Values of an enum, or lists of them, as values of the type that takes its place. */
export const enumTransformation = (sides: ConversionSides): string =>
  sides.to.isList ? listCast(sides) : enumCast(sides, sides.column);

function intoList(sides: ConversionSides): Conversion {
  const { column, type } = sides;
  const element = type.replace(/\[\]$/, '');
  const one = valueCast({ ...sides, to: { ...sides.to, isList: false }, type: element }, column);
  const loss = lossOf(sides);
  return {
    using: `CASE WHEN ${column} IS NULL THEN '{}' ELSE ARRAY[${one}]::${type} END`,
    rewrites: true,
    ...(loss === undefined ? {} : { decision: loss }),
  };
}

function outOfList(sides: ConversionSides): Conversion {
  const { column, from, place } = sides;
  const first = valueCast({ ...sides, from: { ...from, isList: false } }, `${column}[1]`);
  return {
    using: first,
    rewrites: true,
    decision: {
      about: `what becomes of lists in ${place}, of which one value stays`,
      loses: `all values but the first of each list in ${place}`,
    },
  };
}

/** What does not go over, in words. */
function lossOf({ from, to, place }: ConversionSides): Conversion['decision'] | undefined {
  if (from.field === undefined || to.field === undefined) return undefined;
  const silent = silentLoss(place, from.field, to.field);
  if (silent !== undefined) return silent;
  const [room, length] = [maxLength(from), maxLength(to)];
  if (room !== undefined && length !== undefined && length < room) {
    return {
      about: `what becomes of values of ${place} that are longer than ${length}`,
      loses: `characters of ${place} behind the first ${length}`,
    };
  }
  if (isTotal(from, to)) return undefined;
  if (familyOf(from) === 'number' && familyOf(to) === 'number') {
    return {
      about: `what becomes of values of ${place} that ${to.element} has no room for`,
      loses: `values of ${place} that ${to.element} has no room for`,
    };
  }
  return {
    about: `what becomes of values of ${place} that are no ${to.element}`,
    loses: `values of ${place} that are no ${to.element}`,
  };
}

/** Whether every value of one type has a value of the other. */
function isTotal(from: Column, to: Column): boolean {
  if (isWidening(from, to)) return true;
  const [source, target] = [familyOf(from), familyOf(to)];
  if (target === 'text') {
    const length = maxLength(to);
    return source !== 'text' && (length === undefined || length >= 40);
  }
  if (source === 'boolean' && target === 'number') return true;
  if (source === 'number' && target === 'number') return hasRoomForAll(from, to);
  return source === 'time' && target === 'time';
}

/** Whether the greatest number of one type is none too great for the other. What is lost behind the point is told apart. */
function hasRoomForAll(from: Column, to: Column): boolean {
  const [greatest, room] = [numericRange(from), numericRange(to)].map((range) => range?.[1]);
  return greatest !== undefined && room !== undefined && Number(greatest) <= Number(room);
}

/** One value, which may be null, as a value of the new type. */
function valueCast(sides: ConversionSides, value: string): string {
  const { from, to, type } = sides;
  const [source, target] = [familyOf(from), familyOf(to)];
  if (source === 'enum' && target === 'enum') return enumCast(sides, value);
  if (target === 'enum') return enumFromText(sides, value);
  if (target === 'text') return textCast(sides, value);
  if (source === 'boolean' && target === 'number') return `${value}::INTEGER::${type}`;
  if (source === 'number' && target === 'boolean') return `${value} <> 0`;
  if (source === 'number' && target === 'number') return numberCast(sides, value);
  if (source === 'text' && target === 'json') return `to_json(${value})::${type}`;
  if (source === 'text' && target === 'bytes') return `convert_to(${value}, 'UTF8')`;
  if (source === 'time' && target === 'time') return timeCast(from, type, value);
  if (target === 'number') return numberFromText(sides, value);
  const form = formOf(to);
  if (source === target || form === undefined) {
    if (sides.isKey && target === 'uuid') return `md5(${value}::TEXT)::${type}`;
    return `${value}::TEXT::${type}`;
  }
  return fitting(
    `${value}::TEXT ~ ${quoteText(`^${form}$`)}`,
    `${value}::TEXT::${type}`,
    sides,
    value,
  );
}

/** What has the form is cast; the rest gets the fallback, and null stays null. */
function fitting(condition: string, cast: string, sides: ConversionSides, value: string): string {
  const fallback = sides.isKey ? (digest(sides.to, value) ?? sides.fallback) : sides.fallback;
  if (fallback === undefined) return `CASE WHEN ${condition} THEN ${cast} END`;
  return `CASE WHEN ${value} IS NULL THEN NULL WHEN ${condition} THEN ${cast} ELSE ${fallback} END`;
}

function textCast({ from, to, type, isKey }: ConversionSides, value: string): string {
  const text = familyOf(from) === 'bytes' ? `encode(${value}, 'base64')` : `${value}::TEXT`;
  const [room, length] = [maxLength(from), maxLength(to)];
  if (length === undefined || !Number.isFinite(length)) {
    return type === 'TEXT' ? text : `${text}::${type}`;
  }
  if (room !== undefined && room <= length) return `${text}::${type}`;
  if (!isKey) return `left(${text}, ${length})::${type}`;
  return `CASE WHEN char_length(${text}) > ${length} THEN ${digest(to, value)} ELSE ${text}::${type} END`;
}

function numberCast({ from, to, type, isKey }: ConversionSides, value: string): string {
  if (from.element === 'DOUBLE PRECISION' && to.element === 'REAL') return nearestReal(value);
  const range = numericRange(to);
  if (range === undefined || hasRoomForAll(from, to)) return `${value}::${type}`;
  const [least, greatest] = range;
  const hash = isKey ? digest(to, value) : undefined;
  if (hash !== undefined) {
    return `CASE WHEN ${value} BETWEEN ${least} AND ${greatest} THEN ${value}::${type} WHEN ${value} IS NOT NULL THEN ${hash} END`;
  }
  // Both functions pass over a null.
  return `CASE WHEN ${value} IS NOT NULL THEN least(greatest(${value}::NUMERIC, ${least}), ${greatest})::${type} END`;
}

/** PostgreSQL refuses to round a number to infinity, or to zero. Infinity and NaN are values of both types. */
const nearestReal = (value: string): string =>
  `CASE WHEN abs(${value}) < 1e-45 THEN 0 WHEN abs(${value}) > 3.4028234e38 AND abs(${value}) < 'Infinity' THEN sign(${value}) * 3.4028234e38 ELSE ${value} END::REAL`;

/** Text that is a number which the type has room for; it may have digits that the type rounds away. */
function numberFromText(sides: ConversionSides, value: string): string {
  const text = `${value}::TEXT`;
  const range = numericRange(sides.to);
  const isNumber = `${text} ~ '^[+-]?\\d{1,60}(\\.\\d{1,60})?$'`;
  if (range === undefined) return fitting(isNumber, `${text}::${sides.type}`, sides, value);
  // The second condition is of no use to what is no number.
  const fits = `CASE WHEN ${isNumber} THEN ${text}::NUMERIC BETWEEN ${range[0]} AND ${range[1]} ELSE false END`;
  return fitting(fits, `${text}::NUMERIC::${sides.type}`, sides, value);
}

/** A value of the type that is as good as certain to be another for every other text; undefined where there is none. */
function digest({ field, type }: Column, value: string): string | undefined {
  if (field?.kind !== 'scalar') return undefined;
  const text = `${value}::TEXT`;
  switch (field.nativeType.name) {
    case 'SmallInt':
      return `(hashtext(${text}) % 32768)::SMALLINT`;
    case 'Integer':
      return `hashtext(${text})`;
    case 'BigInt':
      return `hashtextextended(${text}, 0)`;
    case 'Uuid':
      return `md5(${text})::UUID`;
    default:
      return maxLength({ field }) === undefined
        ? undefined
        : `left(md5(${text}), ${Math.min(maxLength({ field }) ?? 0, 32)})::${type}`;
  }
}

function timeCast(from: Column, type: string, value: string): string {
  // A time alone has no day, and PostgreSQL no cast.
  return /^TIME\b(?!S)/.test(from.element) && !/^TIME(TZ)?\b/.test(type)
    ? `(DATE '1970-01-01' + ${value}::TIME)::${type}`
    : `${value}::${type}`;
}

function enumCast(sides: ConversionSides, value: string): string {
  const cases = renamedValues(sides).map(
    ({ name, becomes }) => `WHEN ${quoteText(name)} THEN ${becomes}`,
  );
  if (cases.length === 0) return `${value}::TEXT::${sides.type}`;
  return `(CASE ${value}::TEXT ${cases.join(' ')} ELSE ${value}::TEXT END)::${sides.type}`;
}

interface RenamedValue {
  readonly name: string;
  /** As SQL. */
  readonly becomes: string;
}

/** Values that have another name in the new type, or none. Those of one enum are matched by their keys, those of two by their names. */
function renamedValues({ from, to, enums, fallback }: ConversionSides): readonly RenamedValue[] {
  const values = enums.to?.values ?? [];
  const isSame = from.elementKey === to.elementKey;
  return (enums.from?.values ?? []).flatMap(({ key, name }) => {
    const found = values.find((other) => (isSame ? other.key === key : other.name === name))?.name;
    if (found === name) return [];
    return [{ name, becomes: found === undefined ? (fallback ?? 'NULL') : quoteText(found) }];
  });
}

/** Each step looks at what the one before made: where a new name is an old one, all go by way of names that no value has. */
function renamedList(sides: ConversionSides): string {
  const renamed = renamedValues(sides);
  const between = ({ name }: RenamedValue): string => quoteText(nameWith(name, '__old'));
  const isTaken = renamed.some(({ becomes }) =>
    renamed.some(({ name }) => quoteText(name) === becomes),
  );
  const steps = isTaken
    ? [
        ...renamed.map((one) => [quoteText(one.name), between(one)]),
        ...renamed.map((one) => [between(one), one.becomes]),
      ]
    : renamed.map((one) => [quoteText(one.name), one.becomes]);
  return steps.reduce(
    (list, [old, now]) => `array_replace(${list}, ${old}, ${now})`,
    `${sides.column}::TEXT[]`,
  );
}

function enumFromText(sides: ConversionSides, value: string): string {
  const names = (sides.enums.to?.values ?? []).map(({ name }) => quoteText(name));
  return fitting(
    `${value}::TEXT IN (${names.join(', ')})`,
    `${value}::TEXT::${sides.type}`,
    {
      ...sides,
      ...(sides.fallback === undefined ? {} : { fallback: `${sides.fallback}::${sides.type}` }),
    },
    value,
  );
}

/** A list as a whole: a transformation may not look at its elements one by one. */
function listCast(sides: ConversionSides): string {
  const { from, to, column, type, enums } = sides;
  const [source, target] = [familyOf(from), familyOf(to)];
  if (source === 'enum' && target === 'enum') return `${renamedList(sides)}::${type}`;
  if (target === 'text' || isTotal(from, to)) return cast(from, type, column);
  const form =
    target === 'enum'
      ? (enums.to?.values ?? []).map(({ name }) => name.replace(/[^\w ]/g, '\\$&')).join('|')
      : formOf(to);
  if (form === undefined) return cast(from, type, column);
  const isNumeric = source === 'number' && target === 'number';
  const elements = isNumeric ? `${column}::NUMERIC[]::${type}` : cast(from, type, column);
  return `CASE WHEN array_to_string(${column}, ${SEPARATOR}) ~ ('^((${quoteText(form).slice(1, -1)})(' || ${SEPARATOR} || '|$))*$') THEN ${elements} WHEN ${column} IS NOT NULL THEN '{}' END`;
}

/** Through text there is a cast between any two types. */
function cast(from: Column, type: string, value: string): string {
  if (from.isList) return `${value}::TEXT[]::${type}`;
  return `${value}::TEXT::${type}`;
}

/** How a value of a type reads as text, as a regular expression; undefined where none is known. */
function formOf(column: Column): string | undefined {
  const isClock = /^TIME(TZ)?\b/.test(column.element);
  return isClock ? `${clock}${zone}?` : forms[familyOf(column)];
}

/** Every day that there is, of the years to 9999. */
const day = [
  '(?!0000)(\\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)',
  '(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)',
].join('|');
const clock = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?';
const zone = '(Z|[+-](0\\d|1[0-4])(:?[0-5]\\d)?)';

const forms: Readonly<Partial<Record<Family, string>>> = {
  number: '[+-]?\\d{1,9}(\\.\\d+)?',
  boolean: '(t|f|true|false)',
  uuid: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  bits: '[01]+',
  time: `${day}([ T]${clock}${zone}?)?`,
};
