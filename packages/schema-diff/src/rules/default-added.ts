import { isMadeByDatabase } from '@schema-service/schema-model';
import { answers, type Rule } from './rule.ts';
import { defaultAt } from './shared-verdicts.ts';

export const defaultAdded: Rule = {
  id: 'DEFAULT_ADDED',
  reason:
    'It may be left out now, and old clients still set it; the old database has no value for a new client that leaves it out.',
  judge: ({ path }, { current }) =>
    isMadeByDatabase(defaultAt(current, path))
      ? answers('yes', 'yes', 'depends', 'added')
      : answers('yes', 'yes', 'yes', 'added', {
          reason: 'New clients make the value by themselves; old ones still set it.',
        }),
};
