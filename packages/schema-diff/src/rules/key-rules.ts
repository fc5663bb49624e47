import type { IndexedField } from '@schema-service/schema-model';
import type { ChangeFactOf, SubjectOf } from '../change.ts';
import {
  type IdsOf,
  type RuleContext,
  type Rules,
  unnoticed,
  type Verdict,
  verdict,
} from './helpers/rule.ts';
import { areBeyondOldClients, unlessChecked } from './helpers/shared-verdicts.ts';

export const keyRules: Rules<IdsOf<'PRIMARY_KEY' | 'UNIQUE' | 'INDEX'>> = {
  PRIMARY_KEY_ADDED: {
    reason:
      'Writes of old clients that repeat a key are refused; the old database refuses the upserts of new clients that use it.',
    judge: (fact, context) => {
      if (fact.subject.owner === 'view') return lookupOfView;
      return wasUnique(fact, context)
        ? unnoticed('The same columns were unique before, and clients looked rows up by them.')
        : unlessChecked(newConstraint, fact, context);
    },
  },

  PRIMARY_KEY_REMOVED: {
    reason:
      'Upserts of old clients that use it fail, the old database still refuses what repeats, and code that looks rows up by it no longer compiles.',
    judge: ({ subject }) => lookupGone(subject),
  },

  PRIMARY_KEY_CHANGED: {
    reason:
      'Upserts of old clients that use it fail, other writes are refused than before, and code that looks rows up by it no longer compiles.',
    judge: keyChanged,
  },

  PRIMARY_KEY_MAPPING_CHANGED: {
    reason: "A constraint's name shows in error messages only.",
    judge: () => verdict({}),
  },

  UNIQUE_ADDED: {
    reason:
      'Writes of old clients that repeat a value are refused; the old database refuses the upserts of new clients that use it.',
    judge: (fact, context) => {
      const { owner, entity, fields } = fact.subject;
      if (owner === 'view') return lookupOfView;
      return areBeyondOldClients(entity, fields, context)
        ? verdict(
            { newClientOnOldDatabase: 'depends', clientApi: 'added' },
            { reason: 'Old clients never fill in its columns; the client gains a lookup.' },
          )
        : unlessChecked(newConstraint, fact, context);
    },
  },

  UNIQUE_REMOVED: {
    reason:
      'Upserts of old clients that use it fail, the old database still refuses what repeats, and code that looks rows up by it no longer compiles.',
    judge: ({ subject }) => lookupGone(subject),
  },

  UNIQUE_CHANGED: {
    reason:
      'Upserts of old clients that use it fail, other writes are refused than before, and code that looks rows up by it no longer compiles.',
    judge: keyChanged,
  },

  UNIQUE_MAPPING_CHANGED: {
    reason: "A constraint's name shows in error messages only.",
    judge: () => verdict({}),
  },

  INDEX_ADDED: {
    reason: 'Answers stay the same; only speed changes.',
    judge: (fact, context) => {
      const { entity, fields } = fact.subject;
      if (!fact.current.isUnique || areBeyondOldClients(entity, fields, context)) {
        return unnoticed();
      }
      const found = verdict(
        { oldClientWrites: 'depends' },
        {
          reason:
            'A unique index (a partial unique) refuses writes of old clients that repeat a value.',
        },
      );
      return unlessChecked(found, fact, context);
    },
  },

  INDEX_REMOVED: {
    reason: 'Answers stay the same; only speed changes.',
    judge: ({ previous }) =>
      previous.isUnique
        ? verdict(
            { newClientOnOldDatabase: 'depends' },
            {
              reason: 'What a unique index (a partial unique) refused is taken now.',
              exception: { bump: 'patch', because: 'No client knows of it.' },
            },
          )
        : unnoticed(),
  },

  INDEX_CHANGED: {
    reason: 'Answers stay the same; only speed changes.',
    judge: ({ current }) =>
      current.isUnique
        ? verdict(
            { oldClientWrites: 'depends', newClientOnOldDatabase: 'depends' },
            { reason: 'A unique index (a partial unique) refuses other writes than before.' },
          )
        : unnoticed(),
  },

  INDEX_MAPPING_CHANGED: {
    reason: 'No client names an index.',
    judge: () => verdict({}),
  },
};

const newConstraint = verdict({
  oldClientWrites: 'depends',
  newClientOnOldDatabase: 'depends',
  clientApi: 'added',
});

const lookupOfView = verdict(
  { clientApi: 'added' },
  { reason: 'A view has no constraint; the client gains a lookup.' },
);

const otherConstraint = verdict({
  oldClientWrites: 'depends',
  newClientOnOldDatabase: 'depends',
  clientApi: 'breaks',
});

const namesIn = (fields: readonly IndexedField[]): readonly string[] =>
  fields.map(({ name }) => name);

function wasUnique(
  { subject, current }: ChangeFactOf<'PRIMARY_KEY_ADDED'>,
  { previous }: RuleContext,
): boolean {
  const names = namesIn(current.fields).join();
  const uniques = previous.entity(subject.entity)?.uniques ?? [];
  return uniques.some(({ fields }) => namesIn(fields).join() === names);
}

/** A key that keeps its name in the database and says something else. */
function keyChanged({
  subject,
  previous: before,
  current: after,
}: ChangeFactOf<'PRIMARY_KEY_CHANGED' | 'UNIQUE_CHANGED'>): Verdict {
  const [had, has] = [before, after].map(({ fields }) => namesIn(fields).toSorted().join());
  if (subject.owner !== 'view' && had !== has) return otherConstraint;
  return before.name === after.name
    ? unnoticed('Only the index behind it is another.')
    : verdict(
        { clientApi: 'breaks' },
        { reason: 'Only its name in the client is another: code that uses it no longer compiles.' },
      );
}

/** A key by which rows could be looked up, and no longer can. */
function lookupGone({ owner }: SubjectOf<'primaryKey' | 'unique'>): Verdict {
  return owner === 'view'
    ? verdict(
        { clientApi: 'breaks' },
        { reason: 'A view has no constraint; code that looks rows up by it no longer compiles.' },
      )
    : otherConstraint;
}
