import { answers, type Rule } from './rule.ts';

export const indexMappingChanged: Rule = {
  id: 'INDEX_MAPPING_CHANGED',
  reason: 'No client names an index.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
