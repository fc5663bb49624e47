import { property } from './property.ts';
import { answers, type Rule, unnoticed } from './rule.ts';

export const indexRemoved: Rule = {
  id: 'INDEX_REMOVED',
  reason: 'Answers stay the same; only speed changes.',
  judge: ({ previous }) =>
    property(previous, 'isUnique') === true
      ? answers('yes', 'yes', 'depends', 'same', {
          reason: 'What a unique index (a partial unique) refused is taken now.',
          exception: { bump: 'patch', because: 'No client knows of it.' },
        })
      : unnoticed(),
};
