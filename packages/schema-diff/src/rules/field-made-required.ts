import { answers, type Rule } from './rule.ts';

export const fieldMadeRequired: Rule = {
  id: 'FIELD_MADE_REQUIRED',
  reason:
    'Nulls that old clients write are refused, new clients may meet the nulls of the old database, and code that writes one no longer compiles.',
  judge: ({ path }, { current }) => {
    if (current.field(path)?.kind === 'relation') {
      return answers('yes', 'yes', 'yes', 'breaks', {
        reason:
          'The columns of its key have changes of their own; code that leaves it out or clears it no longer compiles.',
      });
    }
    return current.entity(path)?.kind === 'view'
      ? answers('yes', 'yes', 'depends', 'breaks', {
          reason:
            'New clients may meet the nulls of the old view, and code that filters by null no longer compiles.',
        })
      : answers('yes', 'depends', 'depends', 'breaks');
  },
};
