import { answers, type Rule } from './rule.ts';

export const uniqueMappingChanged: Rule = {
  id: 'UNIQUE_MAPPING_CHANGED',
  reason: "A constraint's name shows in error messages only.",
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
