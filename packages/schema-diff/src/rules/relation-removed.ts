import { answers, type Rule } from './rule.ts';

export const relationRemoved: Rule = {
  id: 'RELATION_REMOVED',
  reason:
    'The database no longer refuses what refers to no row, nor takes it along with what it points at: old clients that follow it may find nothing where they expect a row, and code that follows the relation no longer compiles.',
  judge: ({ path }, { previous }) => {
    if (previous.relation(path)?.kind === 'joinTable') {
      return answers('no', 'no', 'yes', 'breaks', {
        reason:
          'Old clients still ask for the join table; code that follows the relation no longer compiles.',
      });
    }
    const reads = previous.field(path)?.arity === 'required' ? 'depends' : 'yes';
    return previous.schema.relationMode === 'prisma'
      ? answers(reads, 'yes', 'yes', 'breaks', {
          reason:
            'It was no constraint in the database, but new clients no longer keep what old ones follow; code that follows it no longer compiles.',
        })
      : answers(reads, 'depends', 'depends', 'breaks');
  },
};
