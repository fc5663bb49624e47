import { answers, type Rule } from './rule.ts';

export const documentationChanged: Rule = {
  id: 'DOCUMENTATION_CHANGED',
  reason: 'Only comments differ.',
  judge: () => answers('yes', 'yes', 'yes', 'docs'),
};
