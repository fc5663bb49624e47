import { answers, type Rule } from './rule.ts';

export const viewRemoved: Rule = {
  id: 'VIEW_REMOVED',
  reason: 'Old clients still read it; code that uses it no longer compiles.',
  judge: () => answers('no', 'yes', 'yes', 'breaks'),
};
