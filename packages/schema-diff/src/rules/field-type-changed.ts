import type { Field } from '@schema-service/schema-model';
import { answers, type Rule, unnoticed, type Verdict } from './rule.ts';
import { judgeScalarTypes } from './scalar-types.ts';

export const fieldTypeChanged: Rule = {
  id: 'FIELD_TYPE_CHANGED',
  reason: 'Clients read and write the type they know; code that uses it no longer compiles.',
  judge: ({ path }, { previous, current }) => {
    const [before, after] = [previous.field(path), current.field(path)];
    if (before === undefined || after === undefined) {
      throw new Error(`${path} is not a field of both schemas`);
    }
    const verdict = judgeTypes(before, after);
    if (current.entity(path)?.kind !== 'view') return verdict;
    // Nobody writes to a view.
    return {
      ...verdict,
      compatibility: { ...verdict.compatibility, oldClientWrites: 'yes' },
    };
  },
};

function judgeTypes(before: Field, after: Field): Verdict {
  if (before.kind === 'scalar' && after.kind === 'scalar') return judgeScalarTypes(before, after);
  if (after.kind === 'relation') {
    return answers('yes', 'yes', 'yes', 'breaks', {
      reason: 'The relation has a change of its own; code that follows it no longer compiles.',
    });
  }
  if (before.kind === 'unsupported') {
    return after.kind === 'unsupported'
      ? unnoticed('No client sees the column.')
      : answers('yes', 'yes', 'depends', 'added', { reason: 'The client gains the column.' });
  }
  if (before.kind === 'scalar' && before.type === 'String' && after.kind === 'enum') {
    return answers('yes', 'depends', 'no', 'breaks', {
      reason:
        'The database refuses other values now, new clients ask for a type that the old one has not, and code that uses any text no longer compiles.',
    });
  }
  if (before.kind === 'enum' && after.kind === 'scalar' && after.type === 'String') {
    return answers('depends', 'no', 'depends', 'breaks', {
      reason:
        'Old clients cast what they write to a type that the column has no more, and fail when they read another value; code that names the enum no longer compiles.',
    });
  }
  return answers('depends', 'depends', 'depends', 'breaks');
}
