import { answers, type Rule } from './rule.ts';
import { renamedOnlyInClient } from './shared-verdicts.ts';

export const enumValueRenamed: Rule = {
  id: 'ENUM_VALUE_RENAMED',
  reason:
    'Clients read and write the value under the name they know; code that names it no longer compiles.',
  judge: (fact) => renamedOnlyInClient(fact) ?? answers('depends', 'depends', 'depends', 'breaks'),
};
