import { isDeepStrictEqual } from 'node:util';
import type { Extension } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { fact } from './fact.ts';
import { pairBy } from './pair.ts';

export function* compareExtensions(
  previous: readonly Extension[],
  current: readonly Extension[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  for (const item of removed) yield fact('EXTENSION_REMOVED', item.name, item, null);
  for (const item of added) yield fact('EXTENSION_ADDED', item.name, null, item);
  for (const [before, after] of kept) {
    if (isDeepStrictEqual(before, after)) continue;
    yield fact('EXTENSION_CHANGED', after.name, before, after);
  }
}
