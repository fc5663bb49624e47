import { answers, type Rule } from './rule.ts';

export const fieldIgnored: Rule = {
  id: 'FIELD_IGNORED',
  reason:
    'The column stays as it is, and the client has it no more: code that uses it no longer compiles.',
  judge: () => answers('yes', 'yes', 'yes', 'breaks'),
};
