import { answers, type Rule } from './rule.ts';

export const viewMappingChanged: Rule = {
  id: 'VIEW_MAPPING_CHANGED',
  reason: 'Clients ask for the view by the name they know.',
  judge: () => answers('no', 'yes', 'no', 'same'),
};
