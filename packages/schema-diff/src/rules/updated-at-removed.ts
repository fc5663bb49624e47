import type { ColumnField } from '@schema-service/schema-model';
import { answers, type Rule } from './rule.ts';

export const updatedAtRemoved: Rule = {
  id: 'UPDATED_AT_REMOVED',
  reason: 'New clients no longer set the time, so code that creates rows must.',
  judge: ({ path }, { current }) => {
    const field = current.field(path);
    return field?.kind === 'scalar' && isRequiredAtCreate(field)
      ? answers('yes', 'yes', 'yes', 'breaks')
      : answers('yes', 'yes', 'yes', 'same', {
          reason: 'New clients no longer set the time.',
          exception: {
            severity: 'dangerous',
            bump: 'minor',
            because: 'The same code leaves another value in the column.',
          },
        });
  },
};

function isRequiredAtCreate({ arity, default: made }: ColumnField): boolean {
  return arity === 'required' && made === undefined;
}
