import { answers, type Rule } from './rule.ts';

export const fieldsReordered: Rule = {
  id: 'FIELDS_REORDERED',
  reason: 'Clients ask for columns by name.',
  judge: () => answers('yes', 'yes', 'yes', 'same'),
};
