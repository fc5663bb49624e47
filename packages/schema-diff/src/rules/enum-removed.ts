import { answers, type Rule } from './rule.ts';

export const enumRemoved: Rule = {
  id: 'ENUM_REMOVED',
  reason:
    'Code that names the enum no longer compiles. A field that used it has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'breaks'),
};
