import type { ScalarType } from '@schema-service/schema-model';
import type { TypeNames } from '../../type-names.ts';
import type { ClientColumn } from '../../visible-schema.ts';

/** A column's value as the Prisma client reads it. */
export function rowType(column: ClientColumn, names: TypeNames): string {
  const type =
    column.kind === 'enum' ? enumName(column.type, names) : readTypes(names)[column.type];
  if (column.arity === 'list') return `${type}[]`;
  return column.arity === 'optional' ? `${type} | null` : type;
}

/** A column's value as the Prisma client takes it: any of these; of a list, all elements of one of these. */
export function inputType(column: ClientColumn, names: TypeNames): string {
  const types =
    column.kind === 'enum' ? [enumName(column.type, names)] : writeTypes(names)[column.type];
  if (column.arity === 'list') return types.map((type) => `${type}[]`).join(' | ');
  // Which null is meant, SQL's or JSON's, only Prisma's own markers can say.
  const isNullable = column.arity === 'optional' && column.type !== 'Json';
  return [...types, ...(isNullable ? ['null'] : [])].join(' | ');
}

function enumName(name: string, names: TypeNames): string {
  return names.enum.get(name) ?? name;
}

function readTypes({ fixed }: TypeNames): Readonly<Record<ScalarType, string>> {
  return {
    BigInt: 'bigint',
    Boolean: 'boolean',
    Bytes: fixed.Bytes,
    DateTime: 'Date',
    Decimal: fixed.Decimal,
    Float: 'number',
    Int: 'number',
    Json: fixed.JsonValue,
    String: 'string',
  };
}

function writeTypes({ fixed }: TypeNames): Readonly<Record<ScalarType, readonly string[]>> {
  return {
    BigInt: ['bigint', 'number'],
    Boolean: ['boolean'],
    Bytes: [fixed.Bytes],
    DateTime: ['Date', 'string'],
    Decimal: [fixed.Decimal, 'number', 'string'],
    Float: ['number'],
    Int: ['number'],
    Json: [fixed.JsonInput],
    String: ['string'],
  };
}
