import { answers, type Rule } from './rule.ts';

export const fieldListChanged: Rule = {
  id: 'FIELD_LIST_CHANGED',
  reason: 'One value and many are different types, in the database and in the client.',
  judge: ({ path }, { current }) => {
    if (current.field(path)?.kind === 'relation') {
      return answers('yes', 'yes', 'yes', 'breaks', {
        reason:
          'The relation has a change of its own; code that takes one row for many, or many for one, no longer compiles.',
      });
    }
    const isView = current.entity(path)?.kind === 'view';
    return answers('no', isView ? 'yes' : 'no', 'no', 'breaks');
  },
};
