import type { NativeType } from '@schema-service/schema-model';
import type { Column } from '../database/database.ts';

/** From the narrower to the wider types: every value of one is a value of those behind it. */
const families: readonly (readonly string[])[] = [
  ['SmallInt', 'Integer', 'BigInt'],
  ['Real', 'DoublePrecision'],
  ['Char', 'VarChar', 'Text'],
  ['Date', 'Timestamp'],
];

/** Whether every value of one type, or of its lists' elements, is one of the other: PostgreSQL casts it by itself. */
export function isWidening(from: Column, to: Column): boolean {
  if (from.elementKey === to.elementKey) return true;
  if (to.field?.kind !== 'scalar') return false;
  // Everything has a text.
  if (to.field.nativeType.name === 'Text') return true;
  if (from.field?.kind !== 'scalar') return false;
  return isWiderType(from.field.nativeType, to.field.nativeType);
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

/** Types whose values PostgreSQL stores alike, however long they may be. */
const growing: readonly string[] = [
  'VarChar',
  'VarBit',
  'Time',
  'Timetz',
  'Timestamp',
  'Timestamptz',
];

/** Whether a wider type needs no row to be written anew: only the catalog changes. */
export function keepsStorage({ field: from }: Column, { field: to }: Column): boolean {
  if (from?.kind !== 'scalar' || to?.kind !== 'scalar') return false;
  const [before, after] = [from.nativeType, to.nativeType];
  if (before.name === 'VarChar' && after.name === 'Text') return true;
  if (before.name !== after.name) return false;
  if (before.name === 'Decimal') return (before.args[1] ?? 30) === (after.args[1] ?? 30);
  return growing.includes(before.name);
}
