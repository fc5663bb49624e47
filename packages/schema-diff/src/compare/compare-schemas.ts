import type { SchemaModel } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { compareEntities } from './compare-entities.ts';
import { compareEnums } from './compare-enums.ts';
import { compareExtensions } from './compare-extensions.ts';
import { compareRelations } from './compare-relations.ts';
import { fact } from './fact.ts';
import { pairBy } from './pair.ts';

/** Every difference between two schemas, each stated once, in the order of the schema's parts. */
export function* compareSchemas(
  previous: SchemaModel,
  current: SchemaModel,
): Generator<ChangeFact> {
  if (previous.relationMode !== current.relationMode) {
    yield fact(
      'RELATION_MODE_CHANGED',
      'relationMode',
      previous.relationMode,
      current.relationMode,
    );
  }
  const namespaces = pairBy(previous.namespaces, current.namespaces, (name) => name);
  for (const name of namespaces.removed) yield fact('NAMESPACE_REMOVED', name, name, null);
  for (const name of namespaces.added) yield fact('NAMESPACE_ADDED', name, null, name);
  yield* compareExtensions(previous.extensions ?? [], current.extensions ?? []);
  yield* compareEnums(previous.enums, current.enums);
  yield* compareEntities(previous.models, current.models);
  yield* compareEntities(previous.views, current.views);
  yield* compareRelations(previous.relations, current.relations);
}
