import { answers, type Rule } from './rule.ts';

export const relationActionChanged: Rule = {
  id: 'RELATION_ACTION_CHANGED',
  reason: 'A delete or a change of a key does something else to the rows that point at it.',
  judge: () => answers('yes', 'depends', 'depends', 'same'),
};
