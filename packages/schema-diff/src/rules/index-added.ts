import { keyFields, property } from './property.ts';
import { answers, type Rule, unnoticed } from './rule.ts';
import { areBeyondOldClients, unlessChecked } from './shared-verdicts.ts';

export const indexAdded: Rule = {
  id: 'INDEX_ADDED',
  reason: 'Answers stay the same; only speed changes.',
  judge: (fact, context) => {
    const entity = context.current.entity(fact.path);
    if (entity === undefined || property(fact.current, 'isUnique') !== true) return unnoticed();
    if (areBeyondOldClients(entity.name, keyFields(fact.current), context)) return unnoticed();
    const verdict = answers('yes', 'depends', 'yes', 'same', {
      reason:
        'A unique index (a partial unique) refuses writes of old clients that repeat a value.',
    });
    return unlessChecked(verdict, fact, context);
  },
};
