import type { ForeignKeyRelation } from '@schema-service/schema-model';
import { type IdsOf, type RuleContext, type Rules, unnoticed, verdict } from './helpers/rule.ts';
import { areBeyondOldClients, unlessChecked } from './helpers/shared-verdicts.ts';

export const relationRules: Rules<Exclude<IdsOf<'RELATION'>, 'RELATION_MODE_CHANGED'>> = {
  RELATION_ADDED: {
    reason:
      'The foreign key refuses writes of old clients that refer to no row; in the old database nothing does.',
    judge: (fact, context) => {
      const { subject, current: relation } = fact;
      const { current } = context;
      if (relation.kind === 'joinTable') {
        return verdict(
          { newClientOnOldDatabase: 'depends', clientApi: 'added' },
          {
            reason:
              'Old clients do not know the join table, whose rows go with those they point at; a new client that uses it needs the new database.',
          },
        );
      }
      if (current.schema.relationMode === 'prisma') {
        const field = current.field({ entity: subject.entity, name: subject.field });
        const mayMiss = needsNewColumns(relation, context) || field?.arity === 'required';
        return verdict(
          { newClientOnOldDatabase: mayMiss ? 'depends' : 'yes', clientApi: 'added' },
          {
            reason:
              'It is no constraint in the database; the client can follow it, and may find nothing for rows of old clients.',
          },
        );
      }
      const newConstraint = {
        oldClientWrites: 'depends',
        newClientOnOldDatabase: 'depends',
        clientApi: 'added',
      } as const;
      if (!areBeyondOldClients(relation.from.entity, relation.fields, context)) {
        return unlessChecked(verdict(newConstraint), fact, context);
      }
      if (holdsBackOldClients(relation, context)) {
        return verdict(newConstraint, {
          reason:
            'Rows that new clients point at cannot be deleted, or their key changed, by old clients.',
          exception: {
            bump: 'minor',
            because: 'Only rows that old clients do not know hold them back.',
          },
        });
      }
      return verdict(
        { newClientOnOldDatabase: 'depends', clientApi: 'added' },
        {
          reason:
            'Old clients never fill in its columns; a new client that uses it needs the new database.',
        },
      );
    },
  },

  RELATION_REMOVED: {
    reason:
      'The database no longer refuses what refers to no row, nor takes it along with what it points at: old clients that follow it may find nothing where they expect a row, and code that follows the relation no longer compiles.',
    judge: ({ subject, previous: relation }, { previous }) => {
      if (relation.kind === 'joinTable') {
        return verdict(
          { oldClientReads: 'no', oldClientWrites: 'no', clientApi: 'breaks' },
          {
            reason:
              'Old clients still ask for the join table; code that follows the relation no longer compiles.',
          },
        );
      }
      const field = previous.field({ entity: subject.entity, name: subject.field });
      const oldClientReads = field?.arity === 'required' ? 'depends' : 'yes';
      return previous.schema.relationMode === 'prisma'
        ? verdict(
            { oldClientReads, clientApi: 'breaks' },
            {
              reason:
                'It was no constraint in the database, but new clients no longer keep what old ones follow; code that follows it no longer compiles.',
            },
          )
        : verdict({
            oldClientReads,
            oldClientWrites: 'depends',
            newClientOnOldDatabase: 'depends',
            clientApi: 'breaks',
          });
    },
  },

  RELATION_CHANGED: {
    reason:
      'It leads to other rows, or to another number of them: clients follow it as they know it, and code that does may no longer compile.',
    judge: ({ previous, current }) => {
      const depends = {
        oldClientReads: 'depends',
        oldClientWrites: 'depends',
        newClientOnOldDatabase: 'depends',
      } as const;
      // The same side has the key, in the same fields: only what they point at is another.
      const hasSameKey =
        'fields' in previous &&
        'fields' in current &&
        previous.fields.join() === current.fields.join();
      return hasSameKey
        ? verdict(depends, {
            reason:
              'It leads to other rows, or to another number of them: clients follow it as they know it. A field that is another one in code has a change of its own.',
          })
        : verdict({ ...depends, clientApi: 'breaks' });
    },
  },

  RELATION_ACTION_CHANGED: {
    reason:
      'A delete or a change of a key does something else to the rows that point at it, whichever client asks for it.',
    judge: (_fact, { current }) =>
      current.schema.relationMode === 'prisma'
        ? verdict(
            {},
            {
              reason: 'It is no constraint in the database: each client does what it knows.',
              exception: {
                severity: 'dangerous',
                bump: 'major',
                because:
                  'The same call does something else to the rows that point at what it deletes.',
              },
            },
          )
        : verdict({ oldClientWrites: 'depends', newClientOnOldDatabase: 'depends' }),
  },

  RELATION_NAME_CHANGED: {
    reason: 'Only the schema uses it; a join table that is named after it has a change of its own.',
    judge: () => verdict({}),
  },

  RELATION_MAPPING_CHANGED: {
    reason: 'Clients ask for a join table by the name they know.',
    judge: ({ current }) =>
      current.kind === 'joinTable'
        ? verdict({ oldClientReads: 'no', oldClientWrites: 'no', newClientOnOldDatabase: 'no' })
        : unnoticed("A foreign key's name shows in error messages only."),
  },
};

function needsNewColumns({ from, fields }: ForeignKeyRelation, { previous }: RuleContext): boolean {
  return fields.some((name) => previous.field({ entity: from.entity, name }) === undefined);
}

/** Whether a row that is pointed at is one that old clients know, and stays while it is. */
export function holdsBackOldClients(
  { to, onDelete, onUpdate }: ForeignKeyRelation,
  { previous }: RuleContext,
): boolean {
  const refuses = [onDelete, onUpdate].some(
    (action) => action === 'Restrict' || action === 'NoAction',
  );
  return refuses && previous.entity(to.entity) !== undefined;
}
