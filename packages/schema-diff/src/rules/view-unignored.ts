import { answers, type Rule } from './rule.ts';

export const viewUnignored: Rule = {
  id: 'VIEW_UNIGNORED',
  reason: 'The view was there before; only the client gains it.',
  judge: () => answers('yes', 'yes', 'yes', 'added'),
};
