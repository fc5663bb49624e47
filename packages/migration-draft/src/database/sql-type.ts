import { assertNever } from '@schema-service/errors';
import type { ColumnField, NativeType } from '@schema-service/schema-model';

/** PostgreSQL's spelling of the types that `@db.Name` calls otherwise. */
const spellings: Readonly<Record<string, string>> = { DoublePrecision: 'DOUBLE PRECISION' };

/** A native type as SQL declares it: `VARCHAR(20)`, `DECIMAL(65,30)`. */
export function nativeSql({ name, args }: NativeType): string {
  const spelled = spellings[name] ?? name.toUpperCase();
  // A `Decimal` without arguments is declared with Prisma's own.
  const given = name === 'Decimal' && args.length === 0 ? [65, 30] : args;
  return given.length === 0 ? spelled : `${spelled}(${given.join(',')})`;
}

/** The type of a column's values, of its elements where it is a list. `enumName` is the SQL name of an enum. */
export function elementSql(field: ColumnField, enumName: (name: string) => string): string {
  switch (field.kind) {
    case 'scalar':
      return nativeSql(field.nativeType);
    case 'enum':
      return enumName(field.type);
    case 'unsupported':
      return field.databaseType;
    default:
      return assertNever(field);
  }
}
