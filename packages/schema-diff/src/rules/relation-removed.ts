import { answers, type Rule } from './rule.ts';

export const relationRemoved: Rule = {
  id: 'RELATION_REMOVED',
  reason:
    'The database no longer refuses what points nowhere, nor takes it along with what it points at; code that follows the relation no longer compiles.',
  judge: ({ path }, { previous }) => {
    if (previous.relation(path)?.kind === 'joinTable') {
      return answers('no', 'no', 'yes', 'breaks', {
        reason:
          'Old clients still ask for the join table; code that follows the relation no longer compiles.',
      });
    }
    return previous.schema.relationMode === 'prisma'
      ? answers('yes', 'yes', 'yes', 'breaks', {
          reason: 'It was no constraint in the database; code that follows it no longer compiles.',
        })
      : answers('yes', 'depends', 'depends', 'breaks');
  },
};
