import { answers, type Rule } from './rule.ts';

export const enumAdded: Rule = {
  id: 'ENUM_ADDED',
  reason: 'Nothing uses it yet; a field that does has a change of its own.',
  judge: () => answers('yes', 'yes', 'yes', 'added'),
};
