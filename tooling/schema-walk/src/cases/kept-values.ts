import type { ColumnField, NativeType, SchemaModel } from '@schema-service/schema-model';
import type { Renames } from './correspondence.ts';

/** From the narrower to the wider types: a value of one has the same text in those behind it. */
const families: readonly (readonly string[])[] = [
  ['SmallInt', 'Integer', 'BigInt'],
  ['VarChar', 'Text'],
];

/** Types whose values keep their text where the column becomes one of texts. */
const withText = new Set(['SmallInt', 'Integer', 'BigInt', 'VarChar', 'Uuid', 'Text']);

/** Whether every value of one column is a value of the other too, with the same text. */
export function isKeptType(from: ColumnField, to: ColumnField, names: Renames): boolean {
  if ((from.arity === 'list') !== (to.arity === 'list')) return false;
  if (from.kind === 'unsupported' || to.kind === 'unsupported') {
    // The database may make its values of other columns.
    return false;
  }
  if (from.kind === 'enum') {
    if (to.kind === 'enum') return names.top(from.type) === to.type;
    return to.nativeType.name === 'Text' && to.arity !== 'list';
  }
  if (to.kind !== 'scalar') return false;
  if (from.arity === 'list') return isSame(from.nativeType, to.nativeType);
  return isKeptNativeType(from.nativeType, to.nativeType);
}

const isSame = (from: NativeType, to: NativeType): boolean =>
  JSON.stringify(from) === JSON.stringify(to);

function isKeptNativeType(from: NativeType, to: NativeType): boolean {
  if (isSame(from, to)) return true;
  if (to.name === 'Text' && withText.has(from.name)) return true;
  if (from.name === 'Decimal' && to.name === 'Decimal') return growsEverywhere(from.args, to.args);
  const family = families.find((types) => types.includes(from.name) && types.includes(to.name));
  if (family === undefined || family.indexOf(from.name) > family.indexOf(to.name)) return false;
  return to.args.length === 0 || (from.args.length > 0 && growsEverywhere(from.args, to.args));
}

function growsEverywhere(from: readonly number[], to: readonly number[]): boolean {
  const whole = (args: readonly number[]): number => (args[0] ?? 0) - (args[1] ?? 0);
  return whole(to) >= whole(from) && to.every((arg, index) => arg >= (from[index] ?? 0));
}

/** The text that a value has after, as a function of the text that it has before. */
export function valuesBetween(
  field: ColumnField,
  after: ColumnField,
  from: SchemaModel,
  to: SchemaModel,
  names: Renames,
): (text: string) => string | undefined {
  if (field.kind !== 'enum') return (text) => text;
  const values = from.enums.find(({ name }) => name === field.type)?.values ?? [];
  const afterValues =
    after.kind === 'enum' ? to.enums.find(({ name }) => name === after.type)?.values : undefined;
  const texts = new Map(
    values.map(({ name, dbName }) => {
      const renamed = names.member(field.type, name);
      // As a text a value is what the database called it.
      const value = afterValues?.find((other) => other.name === renamed)?.dbName;
      return [dbName, afterValues ? value : dbName] as const;
    }),
  );
  if (field.arity !== 'list') return (text) => texts.get(text);
  // Lists of values that change are written anew, one way or another.
  const isSameText = [...texts].every(([before, now]) => before === now);
  return (text) => (isSameText ? text : undefined);
}
