import type { ColumnField, Field, Model, Relation, RelationSide, View } from '../schema-model.ts';

/** Whether the field is a column of its table; a relation field is none. */
export function isColumn(field: Field): field is ColumnField {
  return field.kind !== 'relation';
}

/** The columns of a model's table or of a view, ignored ones too, in the order of the schema. */
export function columnsOf({ fields }: Pick<Model | View, 'fields'>): readonly ColumnField[] {
  return fields.filter(isColumn);
}

/** Both sides of a relation: the one with the key first, or the one that column `A` of a join table points at. */
export function sidesOf(relation: Relation): readonly [RelationSide, RelationSide] {
  return relation.kind === 'foreignKey' ? [relation.from, relation.to] : [relation.a, relation.b];
}

/** The relation field that a side is. */
export const pathOf = ({ entity, field }: RelationSide): string => `${entity}.${field}`;
