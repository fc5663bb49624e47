import type { ColumnField, SchemaModel } from '@schema-service/schema-model';
import type { FieldType, SubjectOf } from '../change.ts';
import {
  type IdsOf,
  type RuleContext,
  type Rules,
  unnoticed,
  type Verdict,
  verdict,
} from './helpers/rule.ts';
import { judgeScalarTypes } from './helpers/scalar-types.ts';
import { canBeLeftOut, renamedOnlyInClient } from './helpers/shared-verdicts.ts';

export const fieldRules: Rules<IdsOf<'FIELD' | 'FIELDS' | 'UPDATED_AT'>> = {
  FIELD_ADDED: {
    reason:
      'Old clients do not know it, and what they insert gets its default or nothing; a new client asks for a column that the old database has not.',
    judge: ({ subject, current: field }) => {
      if (field.kind === 'relation') {
        return verdict(
          { clientApi: 'added' },
          { reason: 'A relation field is no column; the relation has a change of its own.' },
        );
      }
      if (subject.owner === 'view' || canBeLeftOut(field)) {
        return verdict({ newClientOnOldDatabase: 'no', clientApi: 'added' });
      }
      if (field.default !== undefined || field.isUpdatedAt) {
        return verdict(
          { oldClientWrites: 'no', newClientOnOldDatabase: 'no', clientApi: 'added' },
          {
            reason:
              'The column is required, and only new clients know how to fill it in: what old ones insert is refused.',
          },
        );
      }
      return verdict(
        { oldClientWrites: 'no', newClientOnOldDatabase: 'no', clientApi: 'breaks' },
        {
          reason:
            'The column is required and has no default: what old clients insert is refused, and code that creates rows must name it.',
        },
      );
    },
  },

  FIELD_REMOVED: {
    reason: 'Old clients ask for the column by name; code that uses it no longer compiles.',
    judge: ({ subject, previous: field }) => {
      if (field.kind === 'relation') {
        return verdict(
          { clientApi: 'breaks' },
          {
            reason:
              'A relation field is no column, and the relation has a change of its own; code that follows it no longer compiles.',
          },
        );
      }
      if (subject.owner === 'view') return verdict({ oldClientReads: 'no', clientApi: 'breaks' });
      if (canBeLeftOut(field)) {
        return verdict({ oldClientReads: 'no', oldClientWrites: 'no', clientApi: 'breaks' });
      }
      return verdict(
        {
          oldClientReads: 'no',
          oldClientWrites: 'no',
          newClientOnOldDatabase: 'no',
          clientApi: 'breaks',
        },
        {
          reason:
            'Old clients ask for the column by name; code that uses it no longer compiles. The old database still requires it, and refuses what new clients insert.',
        },
      );
    },
  },

  FIELD_RENAMED: {
    reason:
      'Old clients ask for the column by its old name, and code that names it no longer compiles.',
    judge: (fact) =>
      renamedOnlyInClient(fact) ??
      verdict({ ...columnElsewhere(fact.subject), clientApi: 'breaks' }),
  },

  FIELDS_REORDERED: {
    reason: 'Clients ask for columns by name.',
    judge: () => verdict({}),
  },

  FIELD_TYPE_CHANGED: {
    reason: 'Clients read and write the type they know; code that uses it no longer compiles.',
    judge: ({ subject, previous: before, current: after }, { current }) => {
      const found = judgeTypes(before, after, current.schema);
      if (subject.owner !== 'view') return found;
      // Nobody writes to a view.
      return { ...found, compatibility: { ...found.compatibility, oldClientWrites: 'yes' } };
    },
  },

  FIELD_MADE_REQUIRED: {
    reason:
      'Nulls that old clients write are refused, new clients may meet the nulls of the old database, and code that writes one no longer compiles.',
    judge: ({ subject }, context) => {
      if (isRelation(subject, context)) {
        return verdict(
          { clientApi: 'breaks' },
          {
            reason:
              'The columns of its key have changes of their own; code that leaves it out or clears it no longer compiles.',
          },
        );
      }
      return subject.owner === 'view'
        ? verdict(
            { newClientOnOldDatabase: 'depends', clientApi: 'breaks' },
            {
              reason:
                'New clients may meet the nulls of the old view, and code that filters by null no longer compiles.',
            },
          )
        : verdict({
            oldClientWrites: 'depends',
            newClientOnOldDatabase: 'depends',
            clientApi: 'breaks',
          });
    },
  },

  FIELD_MADE_OPTIONAL: {
    reason:
      'Old clients read a null where they expect none, the old database refuses those of new clients, and code that uses the value as it is no longer compiles.',
    judge: ({ subject }, context) => {
      if (isRelation(subject, context)) {
        return verdict(
          { clientApi: 'breaks' },
          {
            reason:
              'The columns of its key have changes of their own; code that follows it without a question no longer compiles.',
          },
        );
      }
      return subject.owner === 'view'
        ? verdict(
            { oldClientReads: 'depends', clientApi: 'breaks' },
            {
              reason:
                'Old clients read a null where they expect none, and code that uses the value as it is no longer compiles.',
            },
          )
        : verdict({
            oldClientReads: 'depends',
            newClientOnOldDatabase: 'depends',
            clientApi: 'breaks',
          });
    },
  },

  FIELD_LIST_CHANGED: {
    reason: 'One value and many are different types, in the database and in the client.',
    judge: ({ subject }, context) =>
      isRelation(subject, context)
        ? verdict(
            { clientApi: 'breaks' },
            {
              reason:
                'The relation has a change of its own; code that takes one row for many, or many for one, no longer compiles.',
            },
          )
        : verdict({ ...columnElsewhere(subject), clientApi: 'breaks' }),
  },

  FIELD_MAPPING_CHANGED: {
    reason: 'Clients ask for the column by the name they know.',
    judge: ({ subject }) => verdict(columnElsewhere(subject)),
  },

  FIELD_IGNORED: {
    reason:
      'The column stays as it is, and the client has it no more: code that uses it no longer compiles.',
    judge: () => verdict({ clientApi: 'breaks' }),
  },

  FIELD_UNIGNORED: {
    reason: 'The column was there before; only the client gains it.',
    judge: () => verdict({ clientApi: 'added' }),
  },

  UPDATED_AT_ADDED: {
    reason: 'New clients set the time by themselves; old ones still may.',
    judge: () => verdict({ clientApi: 'added' }),
  },

  UPDATED_AT_REMOVED: {
    reason: 'New clients no longer set the time, so code that creates rows must.',
    judge: ({ subject }, { current }) => {
      const field = current.field(subject);
      return field?.kind === 'scalar' && isRequiredAtCreate(field)
        ? verdict({ clientApi: 'breaks' })
        : verdict(
            {},
            {
              reason: 'New clients no longer set the time.',
              exception: {
                severity: 'dangerous',
                bump: 'minor',
                because: 'The same code leaves another value in the column.',
              },
            },
          );
    },
  },
};

/** Nobody finds the column as the other version has it; to a view nobody writes. */
function columnElsewhere({ owner }: SubjectOf<'field'>) {
  return {
    oldClientReads: 'no',
    oldClientWrites: owner === 'view' ? 'yes' : 'no',
    newClientOnOldDatabase: 'no',
  } as const;
}

const isRelation = (subject: SubjectOf<'field'>, { current }: RuleContext): boolean =>
  current.field(subject)?.kind === 'relation';

function isRequiredAtCreate({ arity, default: made }: ColumnField): boolean {
  return arity === 'required' && made === undefined;
}

function judgeTypes(before: FieldType, after: FieldType, current: SchemaModel): Verdict {
  if (before.kind === 'scalar' && after.kind === 'scalar') return judgeScalarTypes(before, after);
  if (after.kind === 'relation') {
    return verdict(
      { clientApi: 'breaks' },
      { reason: 'The relation has a change of its own; code that follows it no longer compiles.' },
    );
  }
  if (before.kind === 'unsupported') {
    if (after.kind === 'unsupported') return unnoticed('No client sees the column.');
    const staysAsItIs =
      after.kind === 'scalar' &&
      after.nativeType.name.toLowerCase() === before.databaseType.toLowerCase();
    return staysAsItIs
      ? verdict(
          { clientApi: 'added' },
          { reason: 'The column stays as it is; the client gains it.' },
        )
      : verdict(
          { newClientOnOldDatabase: 'depends', clientApi: 'added' },
          {
            reason: 'The client gains the column, which is of another type in the old database.',
          },
        );
  }
  if (before.kind === 'scalar' && before.type === 'String' && after.kind === 'enum') {
    return verdict(
      {
        oldClientReads: 'depends',
        oldClientWrites: 'depends',
        newClientOnOldDatabase: 'no',
        clientApi: 'breaks',
      },
      {
        reason:
          'The database refuses other values now, also to filter by, new clients ask for a type that the old one has not, and code that uses any text no longer compiles.',
      },
    );
  }
  const depends = {
    oldClientReads: 'depends',
    oldClientWrites: 'depends',
    newClientOnOldDatabase: 'depends',
    clientApi: 'breaks',
  } as const;
  if (before.kind === 'enum' && after.kind === 'scalar' && after.type === 'String') {
    const isTypeThere = current.enums.some(({ name }) => name === before.type);
    return isTypeThere
      ? verdict(depends, {
          reason:
            'Old clients compare the column with a type that it has no more, and fail when they read another value; code that names the enum no longer compiles.',
        })
      : verdict(
          { ...depends, oldClientWrites: 'no' },
          {
            reason:
              'Old clients cast what they write to a type that is gone, and fail when they read another value; code that names the enum no longer compiles.',
          },
        );
  }
  return verdict(depends);
}
