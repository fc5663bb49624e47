import type { Rule } from './rule.ts';
import { keyChanged } from './shared-verdicts.ts';

export const uniqueChanged: Rule = {
  id: 'UNIQUE_CHANGED',
  reason:
    'Upserts of old clients that use it fail, other writes are refused than before, and code that looks rows up by it no longer compiles.',
  judge: keyChanged,
};
