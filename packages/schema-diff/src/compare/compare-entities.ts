import type { Model, View } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { compareFields } from './compare-fields.ts';
import { compareIndexes, comparePrimaryKeys, compareUniques } from './compare-keys.ts';
import { compareDocumentation, fact, whereDifferent } from './fact.ts';
import { pairBy } from './pair.ts';

const words = { model: 'MODEL', view: 'VIEW' } as const;

/** Models with models, or views with views. */
export function* compareEntities<Entity extends Model | View>(
  previous: readonly Entity[],
  current: readonly Entity[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, ({ name }) => name);
  for (const item of removed)
    yield fact(`${words[item.kind]}_REMOVED`, item.name, item, null, item);
  for (const item of added) yield fact(`${words[item.kind]}_ADDED`, item.name, null, item, item);
  for (const [before, after] of kept) yield* compareEntity(before, after);
}

function* compareEntity(before: Model | View, after: Model | View): Generator<ChangeFact> {
  const path = after.name;
  const word = words[after.kind];
  yield* whereDifferent(`${word}_MAPPING_CHANGED`, path, before.dbName, after.dbName, after);
  yield* whereDifferent(
    `${word}_NAMESPACE_CHANGED`,
    path,
    before.namespace,
    after.namespace,
    after,
  );
  if (before.isIgnored !== after.isIgnored) {
    yield fact(
      after.isIgnored ? `${word}_IGNORED` : `${word}_UNIGNORED`,
      path,
      before.isIgnored,
      after.isIgnored,
      after,
    );
  }
  yield* compareDocumentation(path, before, after);
  yield* compareFields(path, before.fields, after.fields);
  yield* comparePrimaryKeys(path, before.primaryKey, after.primaryKey);
  yield* compareUniques(path, before.uniques, after.uniques);
  if (before.kind === 'model' && after.kind === 'model') {
    yield* compareIndexes(path, before.indexes, after.indexes);
  }
}
