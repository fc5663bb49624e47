import { isDeepStrictEqual } from 'node:util';
import type {
  Index,
  IndexedField,
  Model,
  PrimaryKey,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import type { ChangeFact, EntityKind, SubjectOf } from '../change.ts';
import { compareFields } from './compare-fields.ts';
import { compareDocumentation, fact } from './fact.ts';
import { pairBy } from './pair.ts';

type Entity = Model | View;

const words = { model: 'MODEL', view: 'VIEW' } as const;

const subjectOf = ({ kind, name }: Entity): SubjectOf<EntityKind> => ({ kind, name });

/** Models with models, or views with views. */
export function* compareEntities<Kind extends Entity>(
  previous: readonly Kind[],
  current: readonly Kind[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  for (const item of removed) {
    yield fact(`${words[item.kind]}_REMOVED`, subjectOf(item), item, null, item);
  }
  for (const item of added) {
    yield fact(`${words[item.kind]}_ADDED`, subjectOf(item), null, item, item);
  }
  for (const [before, after] of kept) yield* compareEntity(before, after);
}

function* compareEntity(before: Entity, after: Entity): Generator<ChangeFact> {
  const subject = subjectOf(after);
  const word = words[after.kind];
  if (before.dbName !== after.dbName) {
    yield fact(`${word}_MAPPING_CHANGED`, subject, before.dbName, after.dbName, after);
  }
  const [was, is] = [before.namespace ?? null, after.namespace ?? null];
  if (was !== is) yield fact(`${word}_NAMESPACE_CHANGED`, subject, was, is, after);
  if (before.isIgnored !== after.isIgnored) {
    const id = after.isIgnored ? (`${word}_IGNORED` as const) : (`${word}_UNIGNORED` as const);
    yield fact(id, subject, before.isIgnored, after.isIgnored, after);
  }
  yield* compareDocumentation(subject, before, after);
  yield* compareFields(after, before.fields, after.fields);
  yield* comparePrimaryKeys(after, before.primaryKey ?? null, after.primaryKey ?? null);
  const owner = { owner: after.kind, entity: after.name };
  yield* compareKeys<UniqueConstraint>('UNIQUE', before.uniques, after.uniques, (key) => ({
    kind: 'unique',
    ...owner,
    fields: namesIn(key),
  }));
  if (before.kind === 'model' && after.kind === 'model') {
    yield* compareKeys<Index>('INDEX', before.indexes, after.indexes, (key) => ({
      kind: 'index',
      entity: after.name,
      fields: namesIn(key),
    }));
  }
}

const namesIn = ({ fields }: { readonly fields: readonly IndexedField[] }): readonly string[] =>
  fields.map(({ name }) => name);

/** Everything a key says but what the database calls it. */
function meaningOf({ dbName: _, ...meaning }: PrimaryKey | UniqueConstraint | Index): object {
  return meaning;
}

function* comparePrimaryKeys(
  { kind: owner, name: entity }: Entity,
  before: PrimaryKey | null,
  after: PrimaryKey | null,
): Generator<ChangeFact> {
  const subject = { kind: 'primaryKey', owner, entity } as const;
  if (before === null) {
    if (after !== null) yield fact('PRIMARY_KEY_ADDED', subject, before, after);
    return;
  }
  if (after === null) {
    yield fact('PRIMARY_KEY_REMOVED', subject, before, after);
    return;
  }
  if (!isDeepStrictEqual(meaningOf(before), meaningOf(after))) {
    yield fact('PRIMARY_KEY_CHANGED', subject, before, after);
  }
  if (before.dbName !== after.dbName) {
    yield fact('PRIMARY_KEY_MAPPING_CHANGED', subject, before.dbName, after.dbName);
  }
}

/**
 * Keys are matched by their name in the database; those left over are matched
 * by what they say, so that one that was only renamed is not lost and found.
 */
function* compareKeys<Key extends UniqueConstraint | Index>(
  word: 'UNIQUE' | 'INDEX',
  previous: readonly Key[],
  current: readonly Key[],
  subject: (key: Key) => SubjectOf<Key['kind']>,
): Generator<ChangeFact> {
  const byName = pairBy(previous, current, ({ dbName }) => dbName);
  for (const [before, after] of byName.kept) {
    if (!isDeepStrictEqual(meaningOf(before), meaningOf(after))) {
      yield fact(`${word}_CHANGED`, subject(after), before, after);
    }
  }
  const added = [...byName.added];
  for (const before of byName.removed) {
    const match = added.findIndex((key) => isDeepStrictEqual(meaningOf(key), meaningOf(before)));
    if (match === -1) yield fact(`${word}_REMOVED`, subject(before), before, null);
    for (const after of match === -1 ? [] : added.splice(match, 1)) {
      yield fact(`${word}_MAPPING_CHANGED`, subject(before), before.dbName, after.dbName);
    }
  }
  for (const key of added) yield fact(`${word}_ADDED`, subject(key), null, key);
}
