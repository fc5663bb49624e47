import type { DefaultValue, SchemaModel } from '@schema-service/schema-model';
import { fieldAt } from './lookup.ts';
import { isMadeByDatabase } from './made-by-database.ts';
import { answers, breaking, type Rule } from './rule.ts';

export const defaultChanged: Rule = {
  id: 'DEFAULT_CHANGED',
  reason:
    'Inserts that leave the column out now mean something else; where the database had made the value and no longer does, those of old clients fail.',
  judge: ({ path }, { previous, current }) =>
    isMadeByDatabase(defaultAt(previous, path)) && !isMadeByDatabase(defaultAt(current, path))
      ? breaking
      : {
          ...answers('yes', 'depends', 'depends', 'same'),
          exception: { bump: 'minor', because: 'Nothing fails.' },
        },
};

function defaultAt(schema: SchemaModel, path: string): DefaultValue | undefined {
  const field = fieldAt(schema, path);
  return field === undefined || field.kind === 'relation' ? undefined : field.default;
}
