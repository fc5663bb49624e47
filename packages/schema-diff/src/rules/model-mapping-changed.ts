import { answers, type Rule } from './rule.ts';

export const modelMappingChanged: Rule = {
  id: 'MODEL_MAPPING_CHANGED',
  reason: 'Clients ask for the table by the name they know.',
  judge: () => answers('no', 'no', 'no', 'same'),
};
