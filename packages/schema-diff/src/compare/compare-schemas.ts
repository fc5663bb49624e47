import { isDeepStrictEqual } from 'node:util';
import type { Enum, Extension, SchemaModel } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { compareEntities } from './compare-entities.ts';
import { compareRelations } from './compare-relations.ts';
import { addedFact, compareDocumentation, fact } from './fact.ts';
import { isReordered, pairBy, predecessors } from './pair.ts';

/** Every difference between two schemas, each stated once, in the order of the schema's parts. */
export function* compareSchemas(
  previous: SchemaModel,
  current: SchemaModel,
): Generator<ChangeFact> {
  const [before, after] = [previous.relationMode ?? null, current.relationMode ?? null];
  if (before !== after) yield fact('RELATION_MODE_CHANGED', { kind: 'schema' }, before, after);
  const namespaces = pairBy(previous.namespaces, current.namespaces, (name) => name);
  for (const name of namespaces.removed) {
    yield fact('NAMESPACE_REMOVED', { kind: 'namespace', name }, name, null);
  }
  for (const name of namespaces.added) {
    yield fact('NAMESPACE_ADDED', { kind: 'namespace', name }, null, name);
  }
  yield* compareExtensions(previous.extensions ?? [], current.extensions ?? []);
  yield* compareEnums(previous.enums, current.enums);
  yield* compareEntities(previous.models, current.models);
  yield* compareEntities(previous.views, current.views);
  yield* compareRelations(previous.relations, current.relations);
}

function* compareExtensions(
  previous: readonly Extension[],
  current: readonly Extension[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  const subject = ({ name }: Extension) => ({ kind: 'extension', name }) as const;
  for (const item of removed) yield fact('EXTENSION_REMOVED', subject(item), item, null);
  for (const item of added) yield fact('EXTENSION_ADDED', subject(item), null, item);
  for (const [before, after] of kept) {
    if (isDeepStrictEqual(before, after)) continue;
    yield fact('EXTENSION_CHANGED', subject(after), before, after);
  }
}

function* compareEnums(previous: readonly Enum[], current: readonly Enum[]): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  for (const item of removed) yield fact('ENUM_REMOVED', subjectOf(item), item, null, item);
  for (const item of added) yield fact('ENUM_ADDED', subjectOf(item), null, item, item);
  for (const [before, after] of kept) yield* compareEnum(before, after);
}

const subjectOf = ({ name }: Enum) => ({ kind: 'enum', name }) as const;

function* compareEnum(before: Enum, after: Enum): Generator<ChangeFact> {
  const subject = subjectOf(after);
  if (before.dbName !== after.dbName) {
    yield fact('ENUM_MAPPING_CHANGED', subject, before.dbName, after.dbName, after);
  }
  const [was, is] = [before.namespace ?? null, after.namespace ?? null];
  if (was !== is) yield fact('ENUM_NAMESPACE_CHANGED', subject, was, is, after);
  yield* compareDocumentation(subject, before, after);
  yield* compareValues(before, after);
}

function* compareValues(before: Enum, after: Enum): Generator<ChangeFact> {
  const values = pairBy(before.values, after.values, ({ name }) => name);
  const subject = ({ name }: { readonly name: string }) =>
    ({ kind: 'enumValue', enum: after.name, name }) as const;
  for (const value of values.removed) {
    yield fact('ENUM_VALUE_REMOVED', subject(value), value, null, value);
  }
  const leaders = predecessors(after.values);
  for (const value of values.added) {
    yield addedFact('ENUM_VALUE_ADDED', subject(value), value, leaders.get(value) ?? null);
  }
  for (const [was, is] of values.kept) {
    if (was.dbName !== is.dbName) {
      yield fact('ENUM_VALUE_MAPPING_CHANGED', subject(is), was.dbName, is.dbName, is);
    }
    yield* compareDocumentation(subject(is), was, is);
  }
  if (isReordered(values, before.values)) {
    const names = (of: Enum) => of.values.map(({ name }) => name);
    yield fact('ENUM_VALUES_REORDERED', subjectOf(after), names(before), names(after), after);
  }
}
