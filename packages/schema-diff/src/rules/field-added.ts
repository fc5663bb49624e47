import { answers, type Rule } from './rule.ts';
import { canBeLeftOut } from './shared-verdicts.ts';

export const fieldAdded: Rule = {
  id: 'FIELD_ADDED',
  reason:
    'Old clients do not know it, and what they insert gets its default or nothing; a new client asks for a column that the old database has not.',
  judge: ({ path }, { current }) => {
    const field = current.field(path);
    if (field === undefined || field.kind === 'relation') {
      return answers('yes', 'yes', 'yes', 'added', {
        reason: 'A relation field is no column; the relation has a change of its own.',
      });
    }
    const isInserted = current.entity(path)?.kind !== 'view';
    if (!isInserted || canBeLeftOut(field)) return answers('yes', 'yes', 'no', 'added');
    if (field.default !== undefined || field.isUpdatedAt) {
      return answers('yes', 'no', 'no', 'added', {
        reason:
          'The column is required, and only new clients know how to fill it in: what old ones insert is refused.',
      });
    }
    return answers('yes', 'no', 'no', 'breaks', {
      reason:
        'The column is required and has no default: what old clients insert is refused, and code that creates rows must name it.',
    });
  },
};
