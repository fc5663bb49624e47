import { answers, type Rule } from './rule.ts';

export const namespaceAdded: Rule = {
  id: 'NAMESPACE_ADDED',
  reason: 'Nothing lives in it yet.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
