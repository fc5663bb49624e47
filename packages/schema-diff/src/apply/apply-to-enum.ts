import type { Enum, EnumValue } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { changed, inserted, reordered, sideAs, withOptional } from './side.ts';

export function applyToEnum(declared: Enum, change: ChangeFact): Enum {
  const { id, path, previous, current } = change;
  const member = path.slice(declared.name.length + 1);
  switch (id) {
    case 'ENUM_RENAMED':
    case 'ENUM_VALUE_RENAMED':
      return declared;
    case 'ENUM_MAPPING_CHANGED':
      return { ...declared, dbName: sideAs(current) };
    case 'ENUM_NAMESPACE_CHANGED':
      return withOptional(declared, 'namespace', current);
    case 'ENUM_VALUE_ADDED': {
      const value = sideAs<EnumValue>(current);
      return { ...declared, values: inserted(declared.values, value, change.after) };
    }
    case 'ENUM_VALUE_REMOVED': {
      const gone = sideAs<EnumValue>(previous).name;
      return { ...declared, values: declared.values.filter(({ name }) => name !== gone) };
    }
    case 'ENUM_VALUE_MAPPING_CHANGED': {
      const map = (value: EnumValue): EnumValue => ({ ...value, dbName: sideAs(current) });
      return { ...declared, values: changed(declared.values, member, map) };
    }
    case 'ENUM_VALUES_REORDERED':
      return { ...declared, values: reordered(declared.values, current) };
    case 'DOCUMENTATION_CHANGED': {
      if (member === '') return withOptional(declared, 'documentation', current);
      const document = (value: EnumValue) => withOptional(value, 'documentation', current);
      return { ...declared, values: changed(declared.values, member, document) };
    }
    default:
      throw new Error(`${id} is no change of an enum`);
  }
}
