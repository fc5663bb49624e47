import { answers, type Rule } from './rule.ts';

export const relationActionChanged: Rule = {
  id: 'RELATION_ACTION_CHANGED',
  reason:
    'A delete or a change of a key does something else to the rows that point at it, whichever client asks for it.',
  judge: (_fact, { current }) =>
    current.schema.relationMode === 'prisma'
      ? answers('yes', 'yes', 'yes', 'same', {
          reason: 'It is no constraint in the database: each client does what it knows.',
          exception: {
            severity: 'dangerous',
            bump: 'major',
            because: 'The same call does something else to the rows that point at what it deletes.',
          },
        })
      : answers('yes', 'depends', 'depends', 'same'),
};
