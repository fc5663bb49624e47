import { answers, type Rule } from './rule.ts';
import { renamedOnlyInClient } from './shared-verdicts.ts';

export const enumRenamed: Rule = {
  id: 'ENUM_RENAMED',
  reason:
    'The Node client casts what it writes and filters by to the type, by its name; code that names the enum no longer compiles.',
  judge: (fact) => renamedOnlyInClient(fact) ?? answers('depends', 'no', 'no', 'breaks'),
};
