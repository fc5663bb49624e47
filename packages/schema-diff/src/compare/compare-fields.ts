import { isDeepStrictEqual } from 'node:util';
import type { ColumnField, Field } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { addedFact, compareDocumentation, fact, whereDifferent } from './fact.ts';
import { isSameType, typeOf } from './field-type.ts';
import { isReordered, pairBy, predecessors } from './pair.ts';

export function* compareFields(
  entity: string,
  previous: readonly Field[],
  current: readonly Field[],
): Generator<ChangeFact> {
  const pairing = pairBy(previous, current, identity);
  for (const field of pairing.removed) {
    yield fact('FIELD_REMOVED', `${entity}.${field.name}`, field, null, field);
  }
  const leaders = predecessors(pairing.added.length === 0 ? [] : current);
  for (const field of pairing.added) {
    const at = `${entity}.${field.name}`;
    yield addedFact('FIELD_ADDED', at, field, leaders.get(field) ?? null);
  }
  for (const [before, after] of pairing.kept) {
    yield* compareField(`${entity}.${after.name}`, before, after);
  }
  if (isReordered(pairing, previous)) {
    const names = (fields: readonly Field[]) => fields.map(({ name }) => name);
    yield fact('FIELDS_REORDERED', entity, names(previous), names(current));
  }
}

/** A column that became a relation field is another thing, which has its name. */
function identity({ kind, name }: Field): string {
  return kind === 'relation' ? `relation ${name}` : name;
}

function* compareField(path: string, before: Field, after: Field): Generator<ChangeFact> {
  if (!isSameType(before, after)) {
    yield fact('FIELD_TYPE_CHANGED', path, typeOf(before), typeOf(after), after);
  }
  yield* compareArity(path, before, after);
  yield* whereDifferent('FIELD_MAPPING_CHANGED', path, before.dbName, after.dbName, after);
  if (before.isIgnored !== after.isIgnored) {
    yield fact(
      after.isIgnored ? 'FIELD_IGNORED' : 'FIELD_UNIGNORED',
      path,
      before.isIgnored,
      after.isIgnored,
      after,
    );
  }
  if (before.kind !== 'relation' && after.kind !== 'relation') {
    yield* compareColumns(path, before, after);
  }
  yield* compareDocumentation(path, before, after);
}

function* compareArity(path: string, before: Field, after: Field): Generator<ChangeFact> {
  if (before.arity === after.arity) return;
  const id =
    before.arity === 'list' || after.arity === 'list'
      ? 'FIELD_LIST_CHANGED'
      : after.arity === 'required'
        ? 'FIELD_MADE_REQUIRED'
        : 'FIELD_MADE_OPTIONAL';
  yield fact(id, path, before.arity, after.arity, after);
}

function* compareColumns(
  path: string,
  before: ColumnField,
  after: ColumnField,
): Generator<ChangeFact> {
  if (!isDeepStrictEqual(before.default, after.default)) {
    const id =
      before.default === undefined
        ? 'DEFAULT_ADDED'
        : after.default === undefined
          ? 'DEFAULT_REMOVED'
          : 'DEFAULT_CHANGED';
    yield fact(id, path, before.default, after.default, after);
  }
  if (before.isUpdatedAt !== after.isUpdatedAt) {
    yield fact(
      after.isUpdatedAt ? 'UPDATED_AT_ADDED' : 'UPDATED_AT_REMOVED',
      path,
      before.isUpdatedAt,
      after.isUpdatedAt,
      after,
    );
  }
}
