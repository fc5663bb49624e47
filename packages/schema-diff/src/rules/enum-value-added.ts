import type { Enum } from '@schema-service/schema-model';
import { answers, type Rule } from './rule.ts';

/** The line of an enum's documentation that tells its readers to expect values they do not know. */
const toleratesNewValues = /^@tolerates new values$/m;

export const enumValueAdded: Rule = {
  id: 'ENUM_VALUE_ADDED',
  reason:
    'Old clients fail when they read the new value, and code that is exhaustive over the enum no longer compiles.',
  judge: ({ path }, { previous }) =>
    isTolerant(previous.enum(path))
      ? answers('depends', 'yes', 'depends', 'added', {
          reason: 'Old clients fail when they read the new value.',
          exception: {
            bump: 'minor',
            because:
              'The enum is documented with `@tolerates new values`, so that its readers expect some.',
          },
        })
      : answers('depends', 'yes', 'depends', 'breaks', {
          exception: {
            severity: 'dangerous',
            because: 'Nothing fails before someone writes it.',
          },
        }),
};

/** Read from the previous schema: its clients are those that must have known. */
function isTolerant(declared: Enum | undefined): boolean {
  return toleratesNewValues.test(declared?.documentation ?? '');
}
