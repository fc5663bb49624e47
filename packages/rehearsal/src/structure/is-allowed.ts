import type { StructureDifference } from '@schema-service/migrator';
import type { Field } from '@schema-service/schema-model';
import { nameParts, placeOf } from './comparable-model.ts';

/** Whether a difference is one that the schema language has no words for, and so is the migration's own business. */
export function isAllowed(
  difference: StructureDifference,
  fields: ReadonlyMap<string, Field>,
): boolean {
  switch (difference.kind) {
    case 'missing':
      return false;
    case 'unexpected':
      return (
        difference.actual.kind === 'index' && isBeyondWords(difference.actual.properties.definition)
      );
    case 'changed': {
      const { object, property } = difference;
      const field = fields.get(placeOf(...nameParts(object.name)));
      if (object.kind !== 'column' || field === undefined || field.kind === 'relation')
        return false;
      // A list is never null to a client, whatever the column allows.
      if (property === 'nullable') return field.arity === 'list';
      return property === 'default' && difference.expected === null && isMadeElsewhere(field);
    }
  }
}

/** A partial index, one over expressions, or one that carries other columns. */
const isBeyondWords = (definition: unknown): boolean =>
  /\) (?:INCLUDE|WHERE|NULLS NOT DISTINCT|WITH) |USING \w+ \(.*\(/.test(`${String(definition)} `);

/** The client makes the value, or the schema says only that the database does: what SQL inserts get is free. */
function isMadeElsewhere({
  default: value,
  isUpdatedAt,
}: Exclude<Field, { kind: 'relation' }>): boolean {
  if (isUpdatedAt || value?.kind === 'generated') return true;
  return value?.kind === 'dbgenerated' && value.expression === '';
}
