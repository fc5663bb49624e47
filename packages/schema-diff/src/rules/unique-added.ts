import { entityAt } from './lookup.ts';
import { areBeyondOldClients } from './new-columns.ts';
import { property } from './property.ts';
import { breaking, compatible, type Rule } from './rule.ts';

export const uniqueAdded: Rule = {
  id: 'UNIQUE_ADDED',
  reason: 'Writes of old clients that repeat a value fail, unless they never fill in its columns.',
  judge: ({ path, current: key }, context) => {
    const entity = entityAt(context.current, path);
    if (entity === undefined || entity.kind === 'view') return compatible;
    const added = entity.uniques.find(({ dbName }) => dbName === property(key, 'dbName'));
    const fields = added?.fields.map(({ name }) => name) ?? [];
    return areBeyondOldClients(entity.name, fields, context) ? compatible : breaking;
  },
};
