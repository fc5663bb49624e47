import { answers, type Rule } from './rule.ts';

export const relationChanged: Rule = {
  id: 'RELATION_CHANGED',
  reason:
    'It leads to other rows, or to another number of them: clients follow it as they know it, and code that does may no longer compile.',
  judge: () => answers('depends', 'depends', 'depends', 'breaks'),
};
