import type { Arity, ReferentialAction } from './schema-model.ts';

/** The name of a relation that has none: its two entities, the first in alphabetical order first. */
export function defaultRelationName(entity: string, other: string): string {
  return entity < other ? `${entity}To${other}` : `${other}To${entity}`;
}

/**
 * What happens to the rows that point at a deleted row, where the schema does
 * not say. Deleting can clear the key only where every column of it may be null,
 * whatever the relation field's own question mark says.
 */
export function defaultOnDelete(relation: Arity, keyFields: readonly Arity[]): ReferentialAction {
  return relation === 'required' || keyFields.includes('required') ? 'Restrict' : 'SetNull';
}

export const defaultOnUpdate: ReferentialAction = 'Cascade';
