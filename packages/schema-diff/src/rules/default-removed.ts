import { isMadeByDatabase } from '@schema-service/schema-model';
import { answers, type Rule } from './rule.ts';
import { defaultAt } from './shared-verdicts.ts';

export const defaultRemoved: Rule = {
  id: 'DEFAULT_REMOVED',
  reason: 'Inserts that leave the column out fail, and code that creates rows must name it.',
  judge: ({ path }, { previous, current }) => {
    const field = current.field(path);
    // `@updatedAt` still fills it in; what is optional may still be left out.
    const isRequired =
      field?.kind !== 'relation' && field?.arity === 'required' && !field.isUpdatedAt;
    if (!isMadeByDatabase(defaultAt(previous, path))) {
      return isRequired
        ? answers('yes', 'yes', 'yes', 'breaks', {
            reason: 'The client makes no value any more, so code that creates rows must.',
          })
        : answers('yes', 'yes', 'yes', 'same', {
            reason: 'The client makes no value any more.',
            exception: {
              severity: 'dangerous',
              bump: 'minor',
              because: 'The same code leaves another value in the column.',
            },
          });
    }
    return isRequired
      ? answers('yes', 'depends', 'yes', 'breaks')
      : answers('yes', 'depends', 'depends', 'same', {
          reason: 'Inserts that leave the column out now leave it empty.',
        });
  },
};
