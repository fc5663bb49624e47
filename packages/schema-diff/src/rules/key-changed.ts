import type { ChangeFact } from '../change.ts';
import { keyFields, property } from './property.ts';
import { answers, type RuleContext, unnoticed, type Verdict } from './rule.ts';

/** A primary key or unique constraint that keeps its name in the database and says something else. */
export function keyChanged(
  { path, previous: before, current: after }: ChangeFact,
  { current }: RuleContext,
): Verdict {
  const hasSameFields = keyFields(before).toSorted().join() === keyFields(after).toSorted().join();
  if (current.entity(path)?.kind === 'view' || hasSameFields) {
    return property(before, 'name') === property(after, 'name')
      ? unnoticed('Only the index behind it is another.')
      : answers('yes', 'yes', 'yes', 'breaks', {
          reason: 'Only its name in the client is another: code that uses it no longer compiles.',
        });
  }
  return answers('yes', 'depends', 'depends', 'breaks');
}
