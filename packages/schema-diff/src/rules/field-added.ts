import type { Field } from '@schema-service/schema-model';
import { entityKindOf, fieldAt } from './lookup.ts';
import { isMadeByDatabase } from './made-by-database.ts';
import { breaking, compatible, type Rule } from './rule.ts';

export const fieldAdded: Rule = {
  id: 'FIELD_ADDED',
  reason:
    'Old clients insert without it: fine where the database fills it in, an error where it is required and only the client knows a default.',
  judge: ({ path }, { current }) => {
    const field = fieldAt(current, path);
    if (field === undefined || entityKindOf(current, path) === 'view') return compatible;
    return canBeLeftOut(field) ? compatible : breaking;
  },
};

function canBeLeftOut(field: Field): boolean {
  // List columns are made without NOT NULL, and relation fields are no columns.
  if (field.kind === 'relation' || field.arity !== 'required') return true;
  return isMadeByDatabase(field.default);
}
