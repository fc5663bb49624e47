import { assertNever } from '@schema-service/errors';
import type { DefaultValue, EnumField, ScalarField } from '../schema-model.ts';

/** Whether the database gives the column a value where an insert leaves it out, whoever sends it. */
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

/** Whether client or database make another value for each row that does not give one. */
export function isMadeAnew({
  default: value,
  isUpdatedAt,
}: Pick<ScalarField | EnumField, 'default' | 'isUpdatedAt'>): boolean {
  return (
    isUpdatedAt ||
    value?.kind === 'autoincrement' ||
    value?.kind === 'now' ||
    value?.kind === 'generated' ||
    value?.kind === 'dbgenerated'
  );
}
