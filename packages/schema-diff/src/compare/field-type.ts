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

/** The same as `typeOf` being equal; asked of every field, so without making the types. */
export function isSameType(before: Field, after: Field): boolean {
  if (before.kind === 'unsupported') {
    return after.kind === before.kind && after.databaseType === before.databaseType;
  }
  if (after.kind !== before.kind || after.type !== before.type) return false;
  if (before.kind !== 'scalar' || after.kind !== 'scalar') return true;
  const [from, to] = [before.nativeType, after.nativeType];
  return from.name === to.name && from.args.join() === to.args.join();
}
