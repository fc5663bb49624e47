import { answers, type Rule } from './rule.ts';

export const modelIgnored: Rule = {
  id: 'MODEL_IGNORED',
  reason:
    'The table stays as it is, and the client has it no more: code that uses it no longer compiles.',
  judge: () => answers('yes', 'yes', 'yes', 'breaks'),
};
