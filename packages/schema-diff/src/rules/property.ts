import type { JsonValue } from '../json-value.ts';

/** A property of a side of a change, where that side is an object that has it. */
export function property(side: JsonValue, name: string): JsonValue | undefined {
  return typeof side === 'object' && side !== null && !Array.isArray(side)
    ? (side as { readonly [key: string]: JsonValue })[name] // Array.isArray does not narrow readonly arrays away.
    : undefined;
}
