import type {
  Index,
  Model,
  PrimaryKey,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import type { JsonValue } from '../json-value.ts';
import { property } from '../rules/property.ts';
import { sideAs, withOptional } from './side.ts';

export function applyToKeys(entity: Model | View, change: ChangeFact): Model | View {
  const { id, current } = change;
  if (id.startsWith('PRIMARY_KEY_')) {
    const { primaryKey } = entity;
    if (id !== 'PRIMARY_KEY_MAPPING_CHANGED') return withOptional(entity, 'primaryKey', current);
    return primaryKey === undefined
      ? entity
      : { ...entity, primaryKey: { ...primaryKey, dbName: sideAs(current) } };
  }
  if (id.startsWith('UNIQUE_')) {
    return { ...entity, uniques: withKey<UniqueConstraint>(entity.uniques, change) };
  }
  if (entity.kind === 'view') throw new Error(`${id} is no change of a view`);
  return { ...entity, indexes: withKey<Index>(entity.indexes, change) };
}

/** A key is known by its name in the database. */
function withKey<Key extends PrimaryKey | UniqueConstraint | Index>(
  keys: readonly Key[],
  { id, previous, current }: ChangeFact,
): readonly Key[] {
  const known = nameOf(previous);
  if (known === undefined) return [...keys, sideAs<Key>(current)];
  if (current === null) return keys.filter(({ dbName }) => dbName !== known);
  return keys.map((key) => {
    if (key.dbName !== known) return key;
    return id.endsWith('_MAPPING_CHANGED')
      ? { ...key, dbName: sideAs<string>(current) }
      : sideAs<Key>(current);
  });
}

function nameOf(side: JsonValue): string | undefined {
  const name = typeof side === 'string' ? side : property(side, 'dbName');
  return typeof name === 'string' ? name : undefined;
}
