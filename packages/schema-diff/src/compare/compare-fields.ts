import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '@schema-service/errors';
import type { ColumnField, Field, Model, View } from '@schema-service/schema-model';
import type { ChangeFact, FieldType, SubjectOf } from '../change.ts';
import { addedFact, compareDocumentation, fact } from './fact.ts';
import { isReordered, pairBy, predecessors } from './pair.ts';

export function* compareFields(
  { kind: owner, name: entity }: Pick<Model | View, 'kind' | 'name'>,
  previous: readonly Field[],
  current: readonly Field[],
): Generator<ChangeFact> {
  const subject = ({ name }: Field): SubjectOf<'field'> => ({ kind: 'field', owner, entity, name });
  const pairing = pairBy(previous, current, identity);
  for (const field of pairing.removed) {
    yield fact('FIELD_REMOVED', subject(field), field, null, field);
  }
  const leaders = predecessors(pairing.added.length === 0 ? [] : current);
  for (const field of pairing.added) {
    yield addedFact('FIELD_ADDED', subject(field), field, leaders.get(field) ?? null);
  }
  for (const [before, after] of pairing.kept) yield* compareField(subject(after), before, after);
  if (isReordered(pairing, previous)) {
    const names = (fields: readonly Field[]) => fields.map(({ name }) => name);
    yield fact('FIELDS_REORDERED', { kind: owner, name: entity }, names(previous), names(current));
  }
}

/** A column that became a relation field is another thing, which has its name. */
function identity({ kind, name }: Field): string {
  return kind === 'relation' ? `relation ${name}` : name;
}

function* compareField(
  subject: SubjectOf<'field'>,
  before: Field,
  after: Field,
): Generator<ChangeFact> {
  if (!isSameType(before, after)) {
    yield fact('FIELD_TYPE_CHANGED', subject, typeOf(before), typeOf(after), after);
  }
  if (before.arity !== after.arity) {
    yield fact(arityId(before, after), subject, before.arity, after.arity, after);
  }
  if (before.dbName !== after.dbName) {
    yield fact('FIELD_MAPPING_CHANGED', subject, before.dbName, after.dbName, after);
  }
  if (before.isIgnored !== after.isIgnored) {
    const id = after.isIgnored ? 'FIELD_IGNORED' : 'FIELD_UNIGNORED';
    yield fact(id, subject, before.isIgnored, after.isIgnored, after);
  }
  if (before.kind !== 'relation' && after.kind !== 'relation') {
    yield* compareColumns(subject, before, after);
  }
  yield* compareDocumentation(subject, before, after);
}

function arityId(before: Field, after: Field) {
  if (before.arity === 'list' || after.arity === 'list') return 'FIELD_LIST_CHANGED';
  return after.arity === 'required' ? 'FIELD_MADE_REQUIRED' : 'FIELD_MADE_OPTIONAL';
}

function* compareColumns(
  subject: SubjectOf<'field'>,
  before: ColumnField,
  after: ColumnField,
): Generator<ChangeFact> {
  const [was, is] = [before.default ?? null, after.default ?? null];
  if (!isDeepStrictEqual(was, is)) {
    const id = was === null ? 'DEFAULT_ADDED' : is === null ? 'DEFAULT_REMOVED' : 'DEFAULT_CHANGED';
    yield fact(id, subject, was, is, after);
  }
  if (before.isUpdatedAt !== after.isUpdatedAt) {
    const id = after.isUpdatedAt ? 'UPDATED_AT_ADDED' : 'UPDATED_AT_REMOVED';
    yield fact(id, subject, before.isUpdatedAt, after.isUpdatedAt, after);
  }
}

export function typeOf(field: Field): FieldType {
  switch (field.kind) {
    case 'scalar':
      return { kind: field.kind, type: field.type, nativeType: field.nativeType };
    case 'enum':
    case 'relation':
      return { kind: field.kind, type: field.type };
    case 'unsupported':
      return { kind: field.kind, databaseType: field.databaseType };
    default:
      return assertNever(field);
  }
}

/** The same as `typeOf` being equal; asked of every field, so without making the types. */
function isSameType(before: Field, after: Field): boolean {
  if (before.kind === 'unsupported') {
    return after.kind === before.kind && after.databaseType === before.databaseType;
  }
  if (after.kind !== before.kind || after.type !== before.type) return false;
  if (before.kind !== 'scalar' || after.kind !== 'scalar') return true;
  const [from, to] = [before.nativeType, after.nativeType];
  return from.name === to.name && from.args.join() === to.args.join();
}
