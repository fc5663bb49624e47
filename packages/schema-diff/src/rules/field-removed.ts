import { answers, type Rule } from './rule.ts';
import { canBeLeftOut } from './shared-verdicts.ts';

export const fieldRemoved: Rule = {
  id: 'FIELD_REMOVED',
  reason: 'Old clients ask for the column by name; code that uses it no longer compiles.',
  judge: ({ path }, { previous }) => {
    const field = previous.field(path);
    if (field === undefined || field.kind === 'relation') {
      return answers('yes', 'yes', 'yes', 'breaks', {
        reason:
          'A relation field is no column, and the relation has a change of its own; code that follows it no longer compiles.',
      });
    }
    if (previous.entity(path)?.kind === 'view') return answers('no', 'yes', 'yes', 'breaks');
    if (canBeLeftOut(field)) return answers('no', 'no', 'yes', 'breaks');
    return answers('no', 'no', 'no', 'breaks', {
      reason:
        'Old clients ask for the column by name; code that uses it no longer compiles. The old database still requires it, and refuses what new clients insert.',
    });
  },
};
