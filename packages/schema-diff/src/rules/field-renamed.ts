import { answers, type Rule } from './rule.ts';
import { renamedOnlyInClient } from './shared-verdicts.ts';

export const fieldRenamed: Rule = {
  id: 'FIELD_RENAMED',
  reason:
    'Old clients ask for the column by its old name, and code that names it no longer compiles.',
  judge: (fact, { current }) =>
    renamedOnlyInClient(fact) ??
    answers('no', current.entity(fact.path)?.kind === 'view' ? 'yes' : 'no', 'no', 'breaks'),
};
