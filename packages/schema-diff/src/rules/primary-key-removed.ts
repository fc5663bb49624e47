import type { Rule } from './rule.ts';
import { lookupGone } from './shared-verdicts.ts';

export const primaryKeyRemoved: Rule = {
  id: 'PRIMARY_KEY_REMOVED',
  reason:
    'Upserts of old clients that use it fail, the old database still refuses what repeats, and code that looks rows up by it no longer compiles.',
  judge: ({ path }, { current }) => lookupGone(path, current),
};
