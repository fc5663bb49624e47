import { property } from './property.ts';
import { breaking, type Rule, unnoticed } from './rule.ts';

export const relationMappingChanged: Rule = {
  id: 'RELATION_MAPPING_CHANGED',
  reason:
    "Clients name a join table in their SQL; a foreign key's name only shows in error messages.",
  judge: ({ current }) => (property(current, 'kind') === 'joinTable' ? breaking : unnoticed),
};
