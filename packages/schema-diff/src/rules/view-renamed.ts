import { answers, type Rule } from './rule.ts';
import { renamedOnlyInClient } from './shared-verdicts.ts';

export const viewRenamed: Rule = {
  id: 'VIEW_RENAMED',
  reason:
    'Old clients ask for the view by its old name, and code that names it no longer compiles.',
  judge: (fact) => renamedOnlyInClient(fact) ?? answers('no', 'yes', 'no', 'breaks'),
};
