import type { Enum } from '@schema-service/schema-model';
import { type IdsOf, type Rules, unnoticed, verdict } from './helpers/rule.ts';
import { isSameNamespace, renamedOnlyInClient } from './helpers/shared-verdicts.ts';

export const enumRules: Rules<IdsOf<'ENUM'>> = {
  ENUM_ADDED: {
    reason: 'Nothing uses it yet; a field that does has a change of its own.',
    judge: () => verdict({ clientApi: 'added' }),
  },

  ENUM_REMOVED: {
    reason:
      'Code that names the enum no longer compiles. A field that used it has a change of its own.',
    judge: () => verdict({ clientApi: 'breaks' }),
  },

  ENUM_RENAMED: {
    reason:
      'The Node client casts what it writes and filters by to the type, by its name; code that names the enum no longer compiles.',
    judge: (fact) =>
      renamedOnlyInClient(fact) ??
      verdict({
        oldClientReads: 'depends',
        oldClientWrites: 'no',
        newClientOnOldDatabase: 'no',
        clientApi: 'breaks',
      }),
  },

  ENUM_MAPPING_CHANGED: {
    reason: 'The Node client casts what it writes and filters by to the type, by its name.',
    judge: () => castToAnother,
  },

  ENUM_NAMESPACE_CHANGED: {
    reason:
      'The Node client casts what it writes and filters by to the type, by its name and its database schema.',
    judge: (fact) =>
      isSameNamespace(fact)
        ? unnoticed('Without a word of it, a type is looked for in `public`, too.')
        : castToAnother,
  },

  ENUM_VALUE_ADDED: {
    reason:
      'Old clients read the new value as one that their types do not name, and code that is exhaustive over the enum no longer compiles.',
    judge: ({ subject }, { previous }) =>
      isTolerant(previous.enum(subject.enum))
        ? verdict(
            { oldClientReads: 'depends', newClientOnOldDatabase: 'depends', clientApi: 'added' },
            {
              reason: 'Old clients read the new value as one that their types do not name.',
              exception: {
                bump: 'minor',
                because:
                  'The enum is documented with `@tolerates new values`, so that its readers expect some.',
              },
            },
          )
        : verdict(
            { oldClientReads: 'depends', newClientOnOldDatabase: 'depends', clientApi: 'breaks' },
            {
              exception: {
                severity: 'dangerous',
                because: 'Nothing fails before someone writes it.',
              },
            },
          ),
  },

  ENUM_VALUE_REMOVED: {
    reason:
      'Old clients still write the value and filter by it, which the database refuses now; code that names it no longer compiles.',
    judge: () => verdict({ ...dependsOnTheValue, clientApi: 'breaks' }),
  },

  ENUM_VALUE_RENAMED: {
    reason:
      'Clients read and write the value under the name they know; code that names it no longer compiles.',
    judge: (fact) =>
      renamedOnlyInClient(fact) ?? verdict({ ...dependsOnTheValue, clientApi: 'breaks' }),
  },

  ENUM_VALUE_MAPPING_CHANGED: {
    reason: 'Clients read and write the value in the spelling they know.',
    judge: () => verdict(dependsOnTheValue),
  },

  ENUM_VALUES_REORDERED: {
    reason: 'PostgreSQL sorts and compares by this order.',
    judge: () =>
      verdict(
        { oldClientReads: 'depends', newClientOnOldDatabase: 'depends' },
        { exception: { bump: 'minor', because: 'Every value stays valid.' } },
      ),
  },
};

const castToAnother = verdict({
  oldClientReads: 'depends',
  oldClientWrites: 'no',
  newClientOnOldDatabase: 'no',
});

const dependsOnTheValue = {
  oldClientReads: 'depends',
  oldClientWrites: 'depends',
  newClientOnOldDatabase: 'depends',
} as const;

/** The line of an enum's documentation that tells its readers to expect values they do not know. */
const toleratesNewValues = /^@tolerates new values$/m;

/** Read from the previous schema: its clients are those that must have known. */
export function isTolerant(declared: Enum | undefined): boolean {
  return toleratesNewValues.test(declared?.documentation ?? '');
}
