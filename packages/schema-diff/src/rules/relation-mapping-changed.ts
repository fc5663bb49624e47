import { property } from './property.ts';
import { answers, type Rule, unnoticed } from './rule.ts';

export const relationMappingChanged: Rule = {
  id: 'RELATION_MAPPING_CHANGED',
  reason: 'Clients ask for a join table by the name they know.',
  judge: ({ current }) =>
    property(current, 'kind') === 'joinTable'
      ? answers('no', 'no', 'no', 'same')
      : unnoticed("A foreign key's name shows in error messages only."),
};
