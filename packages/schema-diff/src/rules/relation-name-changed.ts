import { answers, type Rule } from './rule.ts';

export const relationNameChanged: Rule = {
  id: 'RELATION_NAME_CHANGED',
  reason: 'Only the schema uses it; a join table that is named after it has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
