import { property } from './property.ts';
import { answers, type Rule, unnoticed } from './rule.ts';

export const indexChanged: Rule = {
  id: 'INDEX_CHANGED',
  reason: 'Answers stay the same; only speed changes.',
  judge: ({ current }) =>
    property(current, 'isUnique') === true
      ? answers('yes', 'depends', 'depends', 'same', {
          reason: 'A unique index (a partial unique) refuses other writes than before.',
        })
      : unnoticed(),
};
