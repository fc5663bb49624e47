import { answers, type Rule } from './rule.ts';

export const modelAdded: Rule = {
  id: 'MODEL_ADDED',
  reason: 'Old clients do not know it; a new client that uses it needs the new database.',
  judge: () => answers('yes', 'yes', 'depends', 'added'),
};
