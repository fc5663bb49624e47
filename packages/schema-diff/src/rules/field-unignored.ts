import { answers, type Rule } from './rule.ts';

export const fieldUnignored: Rule = {
  id: 'FIELD_UNIGNORED',
  reason: 'The column was there before; only the client gains it.',
  judge: () => answers('yes', 'yes', 'yes', 'added'),
};
