import { answers, type Rule } from './rule.ts';

export const relationModeChanged: Rule = {
  id: 'RELATION_MODE_CHANGED',
  reason:
    'Foreign keys leave the database, and with them what it refuses and what a delete takes along: old clients rely on both, and the old database still does both to new ones.',
  judge: (_fact, { current }) =>
    current.schema.relationMode === 'prisma'
      ? answers('yes', 'depends', 'depends', 'same')
      : answers('yes', 'depends', 'depends', 'same', {
          reason:
            'Foreign keys come into the database, which now refuses rows that refer to no row; new clients leave to it what old ones did themselves.',
        }),
};
