import { answers, type Rule } from './rule.ts';

export const updatedAtAdded: Rule = {
  id: 'UPDATED_AT_ADDED',
  reason: 'New clients set the time by themselves; old ones still may.',
  judge: () => answers('yes', 'yes', 'yes', 'added'),
};
