import { isMadeByDatabase } from '@schema-service/schema-model';
import { type IdsOf, type Rules, verdict } from './helpers/rule.ts';

export const defaultRules: Rules<IdsOf<'DEFAULT'>> = {
  DEFAULT_ADDED: {
    reason:
      'It may be left out now, and old clients still set it; the old database has no value for a new client that leaves it out.',
    judge: ({ current }) =>
      isMadeByDatabase(current)
        ? verdict({ newClientOnOldDatabase: 'depends', clientApi: 'added' })
        : verdict(
            { clientApi: 'added' },
            { reason: 'New clients make the value by themselves; old ones still set it.' },
          ),
  },

  DEFAULT_REMOVED: {
    reason: 'Inserts that leave the column out fail, and code that creates rows must name it.',
    judge: ({ subject, previous }, { current }) => {
      const field = current.field(subject);
      // `@updatedAt` still fills it in; what is optional may still be left out.
      const isRequired =
        field?.kind !== 'relation' && field?.arity === 'required' && !field.isUpdatedAt;
      if (!isMadeByDatabase(previous)) {
        return isRequired
          ? verdict(
              { clientApi: 'breaks' },
              { reason: 'The client makes no value any more, so code that creates rows must.' },
            )
          : verdict(
              {},
              {
                reason: 'The client makes no value any more.',
                exception: {
                  severity: 'dangerous',
                  bump: 'minor',
                  because: 'The same code leaves another value in the column.',
                },
              },
            );
      }
      return isRequired
        ? verdict({ oldClientWrites: 'depends', clientApi: 'breaks' })
        : verdict(
            { oldClientWrites: 'depends', newClientOnOldDatabase: 'depends' },
            { reason: 'Inserts that leave the column out now leave it empty.' },
          );
    },
  },

  DEFAULT_CHANGED: {
    reason: 'Inserts that leave the column out now mean something else.',
    judge: ({ previous, current }) => {
      const [wasInDatabase, isInDatabase] = [previous, current].map(isMadeByDatabase);
      if (wasInDatabase && !isInDatabase) {
        return verdict(
          { oldClientWrites: 'depends' },
          {
            reason:
              'The database no longer makes the value: what old clients insert without it may be refused.',
          },
        );
      }
      if (!wasInDatabase && isInDatabase) {
        return verdict(
          { newClientOnOldDatabase: 'depends' },
          {
            reason:
              'The database now makes the value, as the client did; the old one refuses inserts that leave it out.',
          },
        );
      }
      const exception = {
        severity: 'dangerous',
        bump: 'minor',
        because: 'Every insert goes on as it did.',
      } as const;
      return isInDatabase
        ? verdict({ oldClientWrites: 'depends', newClientOnOldDatabase: 'depends' }, { exception })
        : verdict({}, { exception });
    },
  },
};
