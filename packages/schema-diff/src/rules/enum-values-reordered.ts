import { answers, type Rule } from './rule.ts';

export const enumValuesReordered: Rule = {
  id: 'ENUM_VALUES_REORDERED',
  reason: 'PostgreSQL sorts and compares by this order.',
  judge: () =>
    answers('depends', 'yes', 'depends', 'same', {
      exception: { bump: 'minor', because: 'Every value stays valid.' },
    }),
};
