import { property } from './property.ts';
import { breaking, type Rule, unnoticed } from './rule.ts';

export const indexChanged: Rule = {
  id: 'INDEX_CHANGED',
  reason:
    'Answers stay the same; only speed changes. A unique index (a partial unique) refuses other writes than before.',
  judge: ({ current }) => (property(current, 'isUnique') === true ? breaking : unnoticed),
};
