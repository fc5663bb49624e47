import { answers, type Rule } from './rule.ts';

export const modelRemoved: Rule = {
  id: 'MODEL_REMOVED',
  reason: 'Old clients still read and write it; code that uses it no longer compiles.',
  judge: () => answers('no', 'no', 'yes', 'breaks'),
};
