import type { ColumnField, Field, Model, View } from '../schema-model.ts';

/** Whether the field is a column of its table; a relation field is none. */
export function isColumn(field: Field): field is ColumnField {
  return field.kind !== 'relation';
}

/** The columns of a model's table or of a view, ignored ones too, in the order of the schema. */
export function columnsOf({ fields }: Pick<Model | View, 'fields'>): readonly ColumnField[] {
  return fields.filter(isColumn);
}
