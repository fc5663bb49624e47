import { answers, type Rule } from './rule.ts';

export const modelUnignored: Rule = {
  id: 'MODEL_UNIGNORED',
  reason: 'The table was there before; only the client gains it.',
  judge: () => answers('yes', 'yes', 'yes', 'added'),
};
