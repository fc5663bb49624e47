import { assertNever } from '@schema-service/errors';
import type { Field, NativeType } from '@schema-service/schema-model';

/** A field's type apart from its arity: what `FIELD_TYPE_CHANGED` holds on both sides. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly type: string; readonly nativeType: NativeType }
  | { readonly kind: 'enum'; readonly type: string }
  | { readonly kind: 'relation'; readonly type: string }
  | { readonly kind: 'unsupported'; readonly databaseType: string };

export function typeOf(field: Field): FieldType {
  switch (field.kind) {
    case 'scalar':
      return { kind: field.kind, type: field.type, nativeType: field.nativeType };
    case 'enum':
    case 'relation':
      return { kind: field.kind, type: field.type };
    case 'unsupported':
      return { kind: field.kind, databaseType: field.databaseType };
    default:
      return assertNever(field);
  }
}
