import { pathOf, type Relation, sidesOf } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import type { JsonValue } from '../json-value.ts';
import { property } from '../rules/property.ts';
import type { SchemaDraft } from './draft.ts';
import { sideAs, withOptional } from './side.ts';

export function applyToRelation({ relations }: SchemaDraft, change: ChangeFact): void {
  const { id, path, previous, current } = change;
  if (id === 'RELATION_ADDED') {
    relations.add(sideAs<Relation>(current));
    return;
  }
  const kind = id === 'RELATION_REMOVED' ? property(previous, 'kind') : undefined;
  for (const relation of relations) {
    if (!isAt(relation, path) || (kind !== undefined && relation.kind !== kind)) continue;
    relations.delete(relation);
    if (id !== 'RELATION_REMOVED') relations.add(changedRelation(relation, change));
    return;
  }
  throw new Error(`${id} is about ${path}, which is no relation`);
}

/** A field is a side of one relation; which side of a join table comes first depends on names. */
function isAt(relation: Relation, path: string): boolean {
  const sides = relation.kind === 'foreignKey' ? [relation.from] : sidesOf(relation);
  return sides.some((side) => pathOf(side) === path);
}

function changedRelation(relation: Relation, { id, current }: ChangeFact): Relation {
  switch (id) {
    case 'RELATION_CHANGED':
    case 'RELATION_ACTION_CHANGED':
      return { ...relation, ...sideAs<Partial<Relation>>(current) } as Relation; // The kind stays.
    case 'RELATION_NAME_CHANGED':
      return { ...relation, name: sideAs(current) };
    case 'RELATION_MAPPING_CHANGED': {
      const mapped = { ...relation, dbName: sideAs<string>(property(current, 'dbName') ?? '') };
      if (mapped.kind === 'foreignKey') return mapped;
      const namespace: JsonValue = property(current, 'namespace') ?? null;
      return withOptional(mapped, 'namespace', namespace);
    }
    default:
      throw new Error(`${id} is no change of a relation`);
  }
}
