import type { Enum } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { addedFact, compareDocumentation, fact, whereDifferent } from './fact.ts';
import { isReordered, pairBy, predecessors } from './pair.ts';

export function* compareEnums(
  previous: readonly Enum[],
  current: readonly Enum[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  for (const item of removed) yield fact('ENUM_REMOVED', item.name, item, null, item);
  for (const item of added) yield fact('ENUM_ADDED', item.name, null, item, item);
  for (const [before, after] of kept) yield* compareEnum(before, after);
}

function* compareEnum(before: Enum, after: Enum): Generator<ChangeFact> {
  const path = after.name;
  yield* whereDifferent('ENUM_MAPPING_CHANGED', path, before.dbName, after.dbName, after);
  yield* whereDifferent('ENUM_NAMESPACE_CHANGED', path, before.namespace, after.namespace, after);
  yield* compareDocumentation(path, before, after);

  const values = pairBy(before.values, after.values, ({ name }) => name);
  for (const value of values.removed) {
    yield fact('ENUM_VALUE_REMOVED', `${path}.${value.name}`, value, null, value);
  }
  const leaders = predecessors(after.values);
  for (const value of values.added) {
    const at = `${path}.${value.name}`;
    yield addedFact('ENUM_VALUE_ADDED', at, value, leaders.get(value) ?? null);
  }
  for (const [was, is] of values.kept) {
    const valuePath = `${path}.${is.name}`;
    yield* whereDifferent('ENUM_VALUE_MAPPING_CHANGED', valuePath, was.dbName, is.dbName, is);
    yield* compareDocumentation(valuePath, was, is);
  }
  if (isReordered(values, before.values)) {
    const names = (of: Enum) => of.values.map(({ name }) => name);
    yield fact('ENUM_VALUES_REORDERED', path, names(before), names(after), after);
  }
}
