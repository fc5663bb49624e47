import { answers, type Rule } from './rule.ts';

export const enumValueMappingChanged: Rule = {
  id: 'ENUM_VALUE_MAPPING_CHANGED',
  reason: 'Clients read and write the value in the spelling they know.',
  judge: () => answers('depends', 'depends', 'depends', 'same'),
};
