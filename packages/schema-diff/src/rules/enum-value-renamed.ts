import { renamedOnlyInClient } from './renamed-only-in-client.ts';
import { answers, type Rule } from './rule.ts';

export const enumValueRenamed: Rule = {
  id: 'ENUM_VALUE_RENAMED',
  reason:
    'Clients read and write the value under the name they know; code that names it no longer compiles.',
  judge: (fact) => renamedOnlyInClient(fact) ?? answers('depends', 'depends', 'depends', 'breaks'),
};
