import { assertNever } from '@schema-service/errors';
import type { EnumField, ScalarField } from '@schema-service/schema-model';
import type { TypeNames } from '../../type-names.ts';
import type { ClientColumn } from '../../visible-schema.ts';

/**
 * A column's value as node-postgres reads it with its default parsers
 * (https://github.com/brianc/node-pg-types/blob/master/lib/textParsers.js):
 * numbers that JavaScript cannot hold come as strings, a list of numeric as
 * numbers, and a list of an enum, which it does not know, as `{a,b}`.
 */
export function driverReadType(column: ClientColumn, names: TypeNames): string {
  return nullable(column, column.arity === 'list' ? listRead(column, names) : read(column, names));
}

function read(column: ClientColumn, names: TypeNames): string {
  return column.kind === 'enum' ? enumDbName(column, names) : scalarRead(column, names);
}

function listRead(column: ClientColumn, names: TypeNames): string {
  if (column.kind === 'enum') return 'string';
  return `${isNumeric(column) ? 'number' : scalarRead(column, names)}[]`;
}

function enumDbName(column: EnumField, names: TypeNames): string {
  return names.enumDb.get(column.type) ?? 'string';
}

/** A column's value as node-postgres takes it for a parameter. */
export function driverWriteType(column: ClientColumn, names: TypeNames): string {
  const value = column.kind === 'enum' ? enumDbName(column, names) : scalarWrite(column, names);
  return nullable(column, column.arity === 'list' ? listOf(value) : value);
}

/** The schema language has no required lists: their columns are nullable, and the client reads null as empty. */
function nullable(column: ClientColumn, type: string): string {
  return column.arity === 'required' ? type : `${type} | null`;
}

function isNumeric(column: ScalarField): boolean {
  return column.type === 'Decimal' && column.nativeType.name !== 'Money';
}

function isTimeOfDay(column: ScalarField): boolean {
  return column.nativeType.name === 'Time' || column.nativeType.name === 'Timetz';
}

function scalarRead(column: ScalarField, { fixed }: TypeNames): string {
  switch (column.type) {
    case 'BigInt':
    case 'Decimal':
    case 'String':
      return 'string';
    case 'Boolean':
      return 'boolean';
    case 'Bytes':
      return fixed.Bytes;
    case 'DateTime':
      return isTimeOfDay(column) ? 'string' : 'Date';
    case 'Float':
    case 'Int':
      return 'number';
    case 'Json':
      return fixed.JsonValue;
    default:
      return assertNever(column.type);
  }
}

function scalarWrite(column: ScalarField, names: TypeNames): string {
  switch (column.type) {
    case 'BigInt':
      return 'bigint | number | string';
    case 'Decimal':
      return 'number | string';
    case 'DateTime':
      return isTimeOfDay(column) ? 'string' : 'Date | string';
    default:
      return scalarRead(column, names);
  }
}

function listOf(type: string): string {
  return type.includes(' ') ? `(${type})[]` : `${type}[]`;
}
