import type { Field, Model, View } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { applyToField } from './apply-to-field.ts';
import { applyToKeys } from './apply-to-keys.ts';
import { changed, inserted, reordered, sideAs, withOptional } from './side.ts';

type Entity = Model | View;

export function applyToEntity(entity: Entity, change: ChangeFact): Entity {
  const { id, path, previous, current } = change;
  const member = path.slice(entity.name.length + 1);
  if (member.startsWith('@@')) return applyToKeys(entity, change);
  switch (id) {
    case 'MODEL_RENAMED':
    case 'VIEW_RENAMED':
    case 'FIELD_RENAMED':
      return entity;
    case 'MODEL_MAPPING_CHANGED':
    case 'VIEW_MAPPING_CHANGED':
      return { ...entity, dbName: sideAs(current) };
    case 'MODEL_NAMESPACE_CHANGED':
    case 'VIEW_NAMESPACE_CHANGED':
      return withOptional(entity, 'namespace', current);
    case 'MODEL_IGNORED':
    case 'MODEL_UNIGNORED':
    case 'VIEW_IGNORED':
    case 'VIEW_UNIGNORED':
      return { ...entity, isIgnored: sideAs(current) };
    case 'FIELD_ADDED':
      return {
        ...entity,
        fields: inserted(entity.fields, sideAs<Field>(current), change.after),
      };
    case 'FIELD_REMOVED': {
      const gone = sideAs<Field>(previous).name;
      return { ...entity, fields: entity.fields.filter(({ name }) => name !== gone) };
    }
    case 'FIELDS_REORDERED':
      return { ...entity, fields: reordered(entity.fields, current) };
    default:
      if (id === 'DOCUMENTATION_CHANGED' && member === '') {
        return withOptional(entity, 'documentation', current);
      }
      return {
        ...entity,
        fields: changed(entity.fields, member, (field) => applyToField(field, change)),
      };
  }
}
