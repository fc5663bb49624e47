import type { ColumnField, NativeType } from '@schema-service/schema-model';

/** From the narrower to the wider types: every value of one is a value of those behind it. */
const families: readonly (readonly string[])[] = [
  ['SmallInt', 'Integer', 'BigInt'],
  ['Real', 'DoublePrecision'],
  ['Char', 'VarChar', 'Text'],
  ['Date', 'Timestamp'],
];

/** Whether every value of one type is one of the other, so that neither way of casting fails or rounds. */
export function isWidening(from: ColumnField, to: ColumnField): boolean {
  if (from.arity === 'list' || to.arity === 'list') return false;
  if (to.kind !== 'scalar') return false;
  // Everything has a text.
  if (to.nativeType.name === 'Text') return true;
  if (from.kind !== 'scalar') return false;
  return isWiderType(from.nativeType, to.nativeType);
}

function isWiderType(from: NativeType, to: NativeType): boolean {
  if (from.name === to.name) {
    // Without an argument PostgreSQL's types are at their widest; `Decimal(p, s)` grows in both.
    return to.args.length === 0 || growsEverywhere(from.args, to.args);
  }
  const family = families.find((names) => names.includes(from.name) && names.includes(to.name));
  if (family === undefined || family.indexOf(from.name) > family.indexOf(to.name)) return false;
  return to.args.length === 0 || growsEverywhere(from.args, to.args);
}

function growsEverywhere(from: readonly number[], to: readonly number[]): boolean {
  if (from.length !== to.length) return false;
  const digits = (args: readonly number[]): number => (args[0] ?? 0) - (args[1] ?? 0);
  return digits(to) >= digits(from) && to.every((arg, index) => arg >= (from[index] ?? 0));
}
