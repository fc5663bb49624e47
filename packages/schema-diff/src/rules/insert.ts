import { assertNever } from '@schema-service/errors';
import type { ColumnField, DefaultValue } from '@schema-service/schema-model';

/** Whether the database takes an insert that leaves the column out, whoever sends it. */
export function canBeLeftOut({ arity, default: made }: ColumnField): boolean {
  // List columns are made without NOT NULL.
  return arity !== 'required' || isMadeByDatabase(made);
}

/** Whether an insert that leaves the column out gets a value, whoever sends it. */
export function isMadeByDatabase(value: DefaultValue | undefined): boolean {
  if (value === undefined) return false;
  switch (value.kind) {
    case 'literal':
    case 'list':
    case 'enumValue':
    case 'enumValueList':
    case 'autoincrement':
    case 'now':
    case 'dbgenerated':
      return true;
    case 'generated':
      return false;
    default:
      return assertNever(value);
  }
}
