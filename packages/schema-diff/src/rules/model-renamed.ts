import { answers, type Rule } from './rule.ts';
import { renamedOnlyInClient } from './shared-verdicts.ts';

export const modelRenamed: Rule = {
  id: 'MODEL_RENAMED',
  reason:
    'Old clients ask for the table by its old name, and code that names it no longer compiles.',
  judge: (fact) => renamedOnlyInClient(fact) ?? answers('no', 'no', 'no', 'breaks'),
};
