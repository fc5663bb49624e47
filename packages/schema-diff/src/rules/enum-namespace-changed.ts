import { answers, type Rule, unnoticed } from './rule.ts';
import { isSameNamespace } from './shared-verdicts.ts';

export const enumNamespaceChanged: Rule = {
  id: 'ENUM_NAMESPACE_CHANGED',
  reason:
    'The Node client casts what it writes and filters by to the type, by its name and its database schema.',
  judge: (fact) =>
    isSameNamespace(fact)
      ? unnoticed('Without a word of it, a type is looked for in `public`, too.')
      : answers('depends', 'no', 'no', 'same'),
};
