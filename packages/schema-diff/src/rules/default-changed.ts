import { isMadeByDatabase } from '@schema-service/schema-model';
import { answers, type Rule } from './rule.ts';
import { defaultAt } from './shared-verdicts.ts';

export const defaultChanged: Rule = {
  id: 'DEFAULT_CHANGED',
  reason: 'Inserts that leave the column out now mean something else.',
  judge: ({ path }, { previous, current }) => {
    const [before, after] = [defaultAt(previous, path), defaultAt(current, path)];
    if (isMadeByDatabase(before) && !isMadeByDatabase(after)) {
      return answers('yes', 'depends', 'yes', 'same', {
        reason:
          'The database no longer makes the value: what old clients insert without it may be refused.',
      });
    }
    if (!isMadeByDatabase(before) && isMadeByDatabase(after)) {
      return answers('yes', 'yes', 'depends', 'same', {
        reason:
          'The database now makes the value, as the client did; the old one refuses inserts that leave it out.',
      });
    }
    const exception = {
      severity: 'dangerous',
      bump: 'minor',
      because: 'Every insert goes on as it did.',
    } as const;
    return isMadeByDatabase(after)
      ? answers('yes', 'depends', 'depends', 'same', { exception })
      : answers('yes', 'yes', 'yes', 'same', { exception });
  },
};
