import { answers, type Rule } from './rule.ts';

export const viewIgnored: Rule = {
  id: 'VIEW_IGNORED',
  reason:
    'The view stays as it is, and the client has it no more: code that uses it no longer compiles.',
  judge: () => answers('yes', 'yes', 'yes', 'breaks'),
};
