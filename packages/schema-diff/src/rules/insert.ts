import { type ColumnField, isMadeByDatabase } from '@schema-service/schema-model';

/** Whether the database takes an insert that leaves the column out, whoever sends it. */
export function canBeLeftOut({ arity, default: made }: ColumnField): boolean {
  // List columns are made without NOT NULL.
  return arity !== 'required' || isMadeByDatabase(made);
}
