import { answers, type Rule } from './rule.ts';

export const fieldMappingChanged: Rule = {
  id: 'FIELD_MAPPING_CHANGED',
  reason: 'Clients ask for the column by the name they know.',
  judge: ({ path }, { current }) =>
    answers('no', current.entity(path)?.kind === 'view' ? 'yes' : 'no', 'no', 'same'),
};
