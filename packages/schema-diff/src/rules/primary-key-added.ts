import { unlessChecked } from './new-constraint.ts';
import { answers, type Rule } from './rule.ts';

export const primaryKeyAdded: Rule = {
  id: 'PRIMARY_KEY_ADDED',
  reason:
    'Writes of old clients that repeat a key are refused; the old database refuses the upserts of new clients that use it.',
  judge: (fact, context) =>
    context.current.entity(fact.path)?.kind === 'view'
      ? answers('yes', 'yes', 'yes', 'added', {
          reason: 'A view has no constraint; the client gains a lookup.',
        })
      : unlessChecked(answers('yes', 'depends', 'depends', 'added'), fact, context),
};
