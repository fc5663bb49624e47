import { answers, type Rule, unnoticed } from './rule.ts';
import { isSameNamespace } from './shared-verdicts.ts';

export const viewNamespaceChanged: Rule = {
  id: 'VIEW_NAMESPACE_CHANGED',
  reason: 'Clients ask for the view in the database schema they know.',
  judge: (fact) =>
    isSameNamespace(fact)
      ? unnoticed('Without a word of it, a view is looked for in `public`, too.')
      : answers('no', 'yes', 'no', 'same'),
};
