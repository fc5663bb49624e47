import { answers, type Rule } from './rule.ts';

export const fieldMadeOptional: Rule = {
  id: 'FIELD_MADE_OPTIONAL',
  reason:
    'Old clients read a null where they expect none, the old database refuses those of new clients, and code that uses the value as it is no longer compiles.',
  judge: ({ path }, { current }) => {
    if (current.field(path)?.kind === 'relation') {
      return answers('yes', 'yes', 'yes', 'breaks', {
        reason:
          'The columns of its key have changes of their own; code that follows it without a question no longer compiles.',
      });
    }
    return current.entity(path)?.kind === 'view'
      ? answers('depends', 'yes', 'yes', 'breaks', {
          reason:
            'Old clients read a null where they expect none, and code that uses the value as it is no longer compiles.',
        })
      : answers('depends', 'yes', 'depends', 'breaks');
  },
};
