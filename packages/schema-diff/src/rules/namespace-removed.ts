import { answers, type Rule } from './rule.ts';

export const namespaceRemoved: Rule = {
  id: 'NAMESPACE_REMOVED',
  reason: 'What lived in it has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
