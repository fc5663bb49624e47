import type { FactRecord } from '../change-record.ts';
import { keyFields } from './property.ts';
import { answers, type Rule, type RuleContext, unnoticed } from './rule.ts';
import { unlessChecked } from './shared-verdicts.ts';

export const primaryKeyAdded: Rule = {
  id: 'PRIMARY_KEY_ADDED',
  reason:
    'Writes of old clients that repeat a key are refused; the old database refuses the upserts of new clients that use it.',
  judge: (fact, context) => {
    if (context.current.entity(fact.path)?.kind === 'view') {
      return answers('yes', 'yes', 'yes', 'added', {
        reason: 'A view has no constraint; the client gains a lookup.',
      });
    }
    return wasUnique(fact, context)
      ? unnoticed('The same columns were unique before, and clients looked rows up by them.')
      : unlessChecked(answers('yes', 'depends', 'depends', 'added'), fact, context);
  },
};

function wasUnique({ path, current }: FactRecord, { previous }: RuleContext): boolean {
  const name = keyFields(current).join('_');
  return (
    previous
      .entity(path)
      ?.uniques.some((key) => key.fields.map((field) => field.name).join('_') === name) ?? false
  );
}
