import { keyFields } from './property.ts';
import { answers, type Rule } from './rule.ts';
import { areBeyondOldClients, unlessChecked } from './shared-verdicts.ts';

export const uniqueAdded: Rule = {
  id: 'UNIQUE_ADDED',
  reason:
    'Writes of old clients that repeat a value are refused; the old database refuses the upserts of new clients that use it.',
  judge: (fact, context) => {
    const entity = context.current.entity(fact.path);
    if (entity?.kind === 'view') {
      return answers('yes', 'yes', 'yes', 'added', {
        reason: 'A view has no constraint; the client gains a lookup.',
      });
    }
    return entity !== undefined &&
      areBeyondOldClients(entity.name, keyFields(fact.current), context)
      ? answers('yes', 'yes', 'depends', 'added', {
          reason: 'Old clients never fill in its columns; the client gains a lookup.',
        })
      : unlessChecked(answers('yes', 'depends', 'depends', 'added'), fact, context);
  },
};
