import type { ColumnField, Field } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import type { FieldType } from '../compare/field-type.ts';
import { sideAs, withOptional } from './side.ts';

export function applyToField(field: Field, { id, current }: ChangeFact): Field {
  switch (id) {
    case 'FIELD_TYPE_CHANGED':
      return withType(field, sideAs<FieldType>(current));
    case 'FIELD_MADE_REQUIRED':
    case 'FIELD_MADE_OPTIONAL':
    case 'FIELD_LIST_CHANGED':
      return { ...field, arity: sideAs(current) };
    case 'FIELD_MAPPING_CHANGED':
      return { ...field, dbName: sideAs(current) };
    case 'FIELD_IGNORED':
    case 'FIELD_UNIGNORED':
      return { ...field, isIgnored: sideAs(current) };
    case 'DEFAULT_ADDED':
    case 'DEFAULT_REMOVED':
    case 'DEFAULT_CHANGED':
      return withOptional(asColumn(field), 'default', current);
    case 'UPDATED_AT_ADDED':
    case 'UPDATED_AT_REMOVED':
      return { ...asColumn(field), isUpdatedAt: sideAs(current) };
    case 'DOCUMENTATION_CHANGED':
      return withOptional(field, 'documentation', current);
    default:
      throw new Error(`${id} is no change of a field`);
  }
}

function asColumn(field: Field): ColumnField {
  if (field.kind === 'relation') throw new Error(`${field.name} is no column`);
  return field;
}

/** What a column of another type keeps is what every column has. */
function withType(field: Field, type: FieldType): Field {
  if (type.kind === 'relation') return { ...field, ...type } as Field; // A relation field only becomes one.
  const { name, dbName, arity, isIgnored, documentation } = field;
  const { isId, isUnique, isUpdatedAt, default: made } = asColumn(field);
  return {
    name,
    dbName,
    arity,
    isIgnored,
    isId,
    isUnique,
    isUpdatedAt,
    ...(documentation === undefined ? {} : { documentation }),
    ...(made === undefined ? {} : { default: made }),
    ...type,
  } as Field; // A scalar's type in the fact is that of the field it was read from.
}
