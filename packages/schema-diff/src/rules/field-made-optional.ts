import { answers, type Rule } from './rule.ts';

export const fieldMadeOptional: Rule = {
  id: 'FIELD_MADE_OPTIONAL',
  reason:
    'Old clients read a null where they expect none, the old database refuses those of new clients, and code that uses the value as it is no longer compiles.',
  judge: ({ path }, { current }) =>
    current.field(path)?.kind === 'relation'
      ? answers('yes', 'yes', 'yes', 'breaks', {
          reason:
            'The columns of its key have changes of their own; code that follows it without a question no longer compiles.',
        })
      : answers('depends', 'yes', 'depends', 'breaks'),
};
