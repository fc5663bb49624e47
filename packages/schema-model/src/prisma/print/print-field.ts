import { defaultNativeTypes, isSameNativeType } from '../../native-types.ts';
import type { ColumnField, Field, Model, View } from '../../schema-model.ts';
import { printDefault } from './print-default.ts';
import { fieldKeys } from './print-keys.ts';
import { type ForeignKeys, relationAttribute } from './print-relation.ts';
import { call, mapAttribute, quoted } from './syntax.ts';

const aritySuffix = { required: '', optional: '?', list: '[]' } as const;

/** A field's cells: its name, its type and its attributes. */
export function printField(
  field: Field,
  entity: Model | View,
  foreignKeys: ForeignKeys,
): readonly string[] {
  const type =
    field.kind === 'unsupported' ? call('Unsupported', [quoted(field.databaseType)]) : field.type;
  const attributes =
    field.kind === 'relation'
      ? relationAttribute(field, entity, foreignKeys)
      : columnAttributes(field, entity);
  const ignore = field.isIgnored ? ['@ignore'] : [];
  return [field.name, type + aritySuffix[field.arity], [...attributes, ...ignore].join(' ')];
}

function columnAttributes(field: ColumnField, entity: Model | View): readonly string[] {
  return [
    ...fieldKeys(field.name, entity),
    ...(field.default ? [call('@default', [printDefault(field.default)])] : []),
    ...(field.isUpdatedAt ? ['@updatedAt'] : []),
    ...mapAttribute(field, '@'),
    ...nativeType(field),
  ];
}

function nativeType(field: ColumnField): readonly string[] {
  if (field.kind !== 'scalar') return [];
  if (isSameNativeType(field.nativeType, defaultNativeTypes[field.type])) return [];
  return [call(`@db.${field.nativeType.name}`, field.nativeType.args.map(String))];
}
