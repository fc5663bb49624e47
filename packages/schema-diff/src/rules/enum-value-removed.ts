import { answers, type Rule } from './rule.ts';

export const enumValueRemoved: Rule = {
  id: 'ENUM_VALUE_REMOVED',
  reason:
    'Old clients still write the value and filter by it, which the database refuses now; code that names it no longer compiles.',
  judge: () => answers('depends', 'depends', 'depends', 'breaks'),
};
