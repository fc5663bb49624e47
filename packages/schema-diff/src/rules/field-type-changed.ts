import type { Field, SchemaModel } from '@schema-service/schema-model';
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
    const verdict = judgeTypes(before, after, current.schema);
    if (current.entity(path)?.kind !== 'view') return verdict;
    // Nobody writes to a view.
    return {
      ...verdict,
      compatibility: { ...verdict.compatibility, oldClientWrites: 'yes' },
    };
  },
};

function judgeTypes(before: Field, after: Field, current: SchemaModel): Verdict {
  if (before.kind === 'scalar' && after.kind === 'scalar') return judgeScalarTypes(before, after);
  if (after.kind === 'relation') {
    return answers('yes', 'yes', 'yes', 'breaks', {
      reason: 'The relation has a change of its own; code that follows it no longer compiles.',
    });
  }
  if (before.kind === 'unsupported') {
    if (after.kind === 'unsupported') return unnoticed('No client sees the column.');
    const staysAsItIs =
      after.kind === 'scalar' &&
      after.nativeType.name.toLowerCase() === before.databaseType.toLowerCase();
    return answers('yes', 'yes', staysAsItIs ? 'yes' : 'depends', 'added', {
      reason: staysAsItIs
        ? 'The column stays as it is; the client gains it.'
        : 'The client gains the column, which is of another type in the old database.',
    });
  }
  if (before.kind === 'scalar' && before.type === 'String' && after.kind === 'enum') {
    return answers('depends', 'depends', 'no', 'breaks', {
      reason:
        'The database refuses other values now, also to filter by, new clients ask for a type that the old one has not, and code that uses any text no longer compiles.',
    });
  }
  if (before.kind === 'enum' && after.kind === 'scalar' && after.type === 'String') {
    const isTypeThere = current.enums.some(({ name }) => name === before.type);
    return answers('depends', isTypeThere ? 'depends' : 'no', 'depends', 'breaks', {
      reason: isTypeThere
        ? 'Old clients compare the column with a type that it has no more, and fail when they read another value; code that names the enum no longer compiles.'
        : 'Old clients cast what they write to a type that is gone, and fail when they read another value; code that names the enum no longer compiles.',
    });
  }
  return answers('depends', 'depends', 'depends', 'breaks');
}
