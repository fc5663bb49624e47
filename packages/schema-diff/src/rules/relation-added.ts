import type { ForeignKeyRelation } from '@schema-service/schema-model';
import { answers, type Rule, type RuleContext } from './rule.ts';
import { areBeyondOldClients, unlessChecked } from './shared-verdicts.ts';

export const relationAdded: Rule = {
  id: 'RELATION_ADDED',
  reason:
    'The foreign key refuses writes of old clients that refer to no row; in the old database nothing does.',
  judge: (fact, context) => {
    const { current } = context;
    const relation = current.relation(fact.path);
    if (relation?.kind !== 'foreignKey') {
      return answers('yes', 'yes', 'depends', 'added', {
        reason:
          'Old clients do not know the join table, whose rows go with those they point at; a new client that uses it needs the new database.',
      });
    }
    const needsColumns = needsNewColumns(relation, context);
    if (current.schema.relationMode === 'prisma') {
      const mayMiss = current.field(fact.path)?.arity === 'required';
      return answers('yes', 'yes', needsColumns || mayMiss ? 'depends' : 'yes', 'added', {
        reason:
          'It is no constraint in the database; the client can follow it, and may find nothing for rows of old clients.',
      });
    }
    if (!areBeyondOldClients(relation.from.entity, relation.fields, context)) {
      return unlessChecked(answers('yes', 'depends', 'depends', 'added'), fact, context);
    }
    if (holdsBackOldClients(relation, context)) {
      return answers('yes', 'depends', 'depends', 'added', {
        reason:
          'Rows that new clients point at cannot be deleted, or their key changed, by old clients.',
        exception: {
          bump: 'minor',
          because: 'Only rows that old clients do not know hold them back.',
        },
      });
    }
    return answers('yes', 'yes', 'depends', 'added', {
      reason:
        'Old clients never fill in its columns; a new client that uses it needs the new database.',
    });
  },
};

function needsNewColumns({ from, fields }: ForeignKeyRelation, { previous }: RuleContext): boolean {
  return fields.some((name) => previous.field(`${from.entity}.${name}`) === undefined);
}

/** Whether a row that is pointed at is one that old clients know, and stays while it is. */
function holdsBackOldClients(
  { to, onDelete, onUpdate }: ForeignKeyRelation,
  { previous }: RuleContext,
): boolean {
  const refuses = [onDelete, onUpdate].some(
    (action) => action === 'Restrict' || action === 'NoAction',
  );
  return refuses && previous.entity(to.entity) !== undefined;
}
