import type { JsonValue } from '../change-record.ts';

/** A property of a side of a change, where that side is an object that has it. */
export function property(side: JsonValue, name: string): JsonValue | undefined {
  return typeof side === 'object' && side !== null && !Array.isArray(side)
    ? (side as { readonly [key: string]: JsonValue })[name] // Array.isArray does not narrow readonly arrays away.
    : undefined;
}

/** The names of the fields of a key that is a side of a change. */
export function keyFields(key: JsonValue): readonly string[] {
  const fields = property(key, 'fields');
  if (!Array.isArray(fields)) return [];
  return fields.map((field: JsonValue) => String(property(field, 'name')));
}
