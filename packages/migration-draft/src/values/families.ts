import type { ScalarField } from '@schema-service/schema-model';
import type { Column } from '../database/database.ts';

/** Kinds of values, within which types differ by how much they hold. */
export type Family =
  | 'text'
  | 'number'
  | 'boolean'
  | 'time'
  | 'json'
  | 'bytes'
  | 'enum'
  | 'uuid'
  | 'bits'
  | 'network'
  | 'xml'
  | 'money'
  | 'oid'
  | 'unknown';

const families: Readonly<Record<ScalarField['type'], Family>> = {
  BigInt: 'number',
  Boolean: 'boolean',
  Bytes: 'bytes',
  DateTime: 'time',
  Decimal: 'number',
  Float: 'number',
  Int: 'number',
  Json: 'json',
  String: 'text',
};

const nativeFamilies: Readonly<Record<string, Family>> = {
  Uuid: 'uuid',
  Bit: 'bits',
  VarBit: 'bits',
  Inet: 'network',
  Xml: 'xml',
  Money: 'money',
  // As an integer it may be negative.
  Oid: 'oid',
};

/** The kind of a column's values, or of its elements. */
export function familyOf({ field }: Pick<Column, 'field'>): Family {
  if (field === undefined || field.kind === 'unsupported') return 'unknown';
  if (field.kind === 'enum') return 'enum';
  return nativeFamilies[field.nativeType.name] ?? families[field.type];
}

const texts: readonly string[] = ['Text', 'VarChar', 'Char', 'Citext'];

/** In characters, infinite without a limit; undefined for what is no text. */
export function maxLength({ field }: Pick<Column, 'field'>): number | undefined {
  if (field?.kind !== 'scalar') return undefined;
  const { name, args } = field.nativeType;
  return texts.includes(name) ? (args[0] ?? Number.POSITIVE_INFINITY) : undefined;
}

/** The least and the greatest number of a type, as SQL; undefined where it holds every one. */
export function numericRange({
  field,
}: Pick<Column, 'field'>): readonly [string, string] | undefined {
  if (field?.kind !== 'scalar') return undefined;
  const { name, args } = field.nativeType;
  const fixed = ranges[name];
  if (fixed !== undefined) return fixed;
  if (name !== 'Decimal') return undefined;
  const [digits = 65, behindPoint = 30] = args;
  const greatest = `${'9'.repeat(digits - behindPoint) || '0'}${behindPoint > 0 ? `.${'9'.repeat(behindPoint)}` : ''}`;
  return [`-${greatest}`, greatest];
}

const ranges: Readonly<Record<string, readonly [string, string]>> = {
  SmallInt: ['-32768', '32767'],
  Integer: ['-2147483648', '2147483647'],
  BigInt: ['-9223372036854775808', '9223372036854775807'],
};
