import { answers, type Rule } from './rule.ts';

export const extensionRemoved: Rule = {
  id: 'EXTENSION_REMOVED',
  reason: 'What used it has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
