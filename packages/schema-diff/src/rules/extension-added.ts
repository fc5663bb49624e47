import { answers, type Rule } from './rule.ts';

export const extensionAdded: Rule = {
  id: 'EXTENSION_ADDED',
  reason: 'What uses it has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
