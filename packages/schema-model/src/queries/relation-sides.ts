import type { Relation, RelationSide } from '../schema-model.ts';

/** Both sides of a relation: the one with the key first, or the one that column `A` of a join table points at. */
export function sidesOf(relation: Relation): readonly [RelationSide, RelationSide] {
  return relation.kind === 'foreignKey' ? [relation.from, relation.to] : [relation.a, relation.b];
}

/** The relation field that a side is. */
export const pathOf = ({ entity, field }: RelationSide): string => `${entity}.${field}`;
