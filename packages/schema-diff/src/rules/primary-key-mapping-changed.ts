import { answers, type Rule } from './rule.ts';

export const primaryKeyMappingChanged: Rule = {
  id: 'PRIMARY_KEY_MAPPING_CHANGED',
  reason: "A constraint's name shows in error messages only.",
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
