import { entityAt } from './lookup.ts';
import { areBeyondOldClients } from './new-columns.ts';
import { property } from './property.ts';
import { breaking, type Rule, unnoticed } from './rule.ts';

export const indexAdded: Rule = {
  id: 'INDEX_ADDED',
  reason:
    'Answers stay the same; only speed changes. A unique index (a partial unique) refuses writes as a unique constraint does.',
  judge: ({ path, current: added }, context) => {
    const entity = entityAt(context.current, path);
    if (entity?.kind !== 'model') return unnoticed;
    const index = entity.indexes.find(({ dbName }) => dbName === property(added, 'dbName'));
    if (index?.isUnique === undefined) return unnoticed;
    const fields = index.fields.map(({ name }) => name);
    return areBeyondOldClients(entity.name, fields, context) ? unnoticed : breaking;
  },
};
