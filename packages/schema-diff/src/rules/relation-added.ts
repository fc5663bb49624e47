import { areBeyondOldClients } from './new-columns.ts';
import { breaking, compatible, type Rule } from './rule.ts';

export const relationAdded: Rule = {
  id: 'RELATION_ADDED',
  reason:
    'A foreign key refuses writes of old clients that point nowhere, unless they never fill in its columns or there are no foreign keys in the database. A join table is new to everyone.',
  judge: ({ path }, context) => {
    const added = context.current.relations.find(
      (relation) =>
        relation.kind === 'foreignKey' && `${relation.from.entity}.${relation.from.field}` === path,
    );
    if (added?.kind !== 'foreignKey' || context.current.relationMode === 'prisma')
      return compatible;
    return areBeyondOldClients(added.from.entity, added.fields, context) ? compatible : breaking;
  },
};
