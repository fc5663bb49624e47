import { answers, type Rule } from './rule.ts';

export const enumMappingChanged: Rule = {
  id: 'ENUM_MAPPING_CHANGED',
  reason: 'The Node client casts what it writes and filters by to the type, by its name.',
  judge: () => answers('depends', 'no', 'no', 'same'),
};
