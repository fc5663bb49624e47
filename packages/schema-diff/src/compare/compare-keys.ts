import { isDeepStrictEqual } from 'node:util';
import type {
  Index,
  IndexedField,
  PrimaryKey,
  UniqueConstraint,
} from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { fact } from './fact.ts';
import { pairBy } from './pair.ts';

type Named = { readonly fields: readonly IndexedField[]; readonly dbName: string };

/** How a key is called in a change: `Review.@@unique([source, externalId])`. */
export const keyPath = (
  entity: string,
  attribute: string,
  { fields }: Pick<Named, 'fields'>,
): string => `${entity}.@@${attribute}([${fields.map(({ name }) => name).join(', ')}])`;

/** Everything a key says but what the database calls it. */
function meaningOf({ dbName: _, ...meaning }: Named): object {
  return meaning;
}

export function* comparePrimaryKeys(
  entity: string,
  before: PrimaryKey | undefined,
  after: PrimaryKey | undefined,
): Generator<ChangeFact> {
  if (before === undefined && after === undefined) return;
  const at = `${entity}.@@id`;
  if (before === undefined || after === undefined) {
    yield fact(before ? 'PRIMARY_KEY_REMOVED' : 'PRIMARY_KEY_ADDED', at, before, after);
    return;
  }
  if (!isDeepStrictEqual(meaningOf(before), meaningOf(after))) {
    yield fact('PRIMARY_KEY_CHANGED', at, before, after);
  }
  if (before.dbName !== after.dbName) {
    yield fact('PRIMARY_KEY_MAPPING_CHANGED', at, before.dbName, after.dbName);
  }
}

export function compareUniques(
  entity: string,
  previous: readonly UniqueConstraint[],
  current: readonly UniqueConstraint[],
): Generator<ChangeFact> {
  return compareKeys('UNIQUE', entity, 'unique', previous, current);
}

export function compareIndexes(
  entity: string,
  previous: readonly Index[],
  current: readonly Index[],
): Generator<ChangeFact> {
  return compareKeys('INDEX', entity, 'index', previous, current);
}

/**
 * Keys are matched by their name in the database; those left over are matched
 * by what they say, so that one that was only renamed is not lost and found.
 */
function* compareKeys<Key extends Named>(
  word: 'UNIQUE' | 'INDEX',
  entity: string,
  attribute: string,
  previous: readonly Key[],
  current: readonly Key[],
): Generator<ChangeFact> {
  const byName = pairBy(previous, current, ({ dbName }) => dbName);
  for (const [before, after] of byName.kept) {
    if (!isDeepStrictEqual(meaningOf(before), meaningOf(after))) {
      yield fact(`${word}_CHANGED`, keyPath(entity, attribute, after), before, after);
    }
  }
  const added = [...byName.added];
  for (const before of byName.removed) {
    const at = keyPath(entity, attribute, before);
    const match = added.findIndex((key) => isDeepStrictEqual(meaningOf(key), meaningOf(before)));
    if (match === -1) yield fact(`${word}_REMOVED`, at, before, null);
    for (const after of match === -1 ? [] : added.splice(match, 1)) {
      yield fact(`${word}_MAPPING_CHANGED`, at, before.dbName, after.dbName);
    }
  }
  for (const key of added) yield fact(`${word}_ADDED`, keyPath(entity, attribute, key), null, key);
}
