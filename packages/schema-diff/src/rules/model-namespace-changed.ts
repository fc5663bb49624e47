import { answers, type Rule, unnoticed } from './rule.ts';
import { isSameNamespace } from './shared-verdicts.ts';

export const modelNamespaceChanged: Rule = {
  id: 'MODEL_NAMESPACE_CHANGED',
  reason: 'Clients ask for the table in the database schema they know.',
  judge: (fact) =>
    isSameNamespace(fact)
      ? unnoticed('Without a word of it, a table is looked for in `public`, too.')
      : answers('no', 'no', 'no', 'same'),
};
