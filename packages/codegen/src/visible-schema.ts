import type {
  EnumField,
  Model,
  ScalarField,
  SchemaModel,
  View,
} from '@schema-service/schema-model';

/** A column that clients see. */
export type ClientColumn = ScalarField | EnumField;

/** The tables that clients see. */
export function visibleModels(schema: SchemaModel): readonly Model[] {
  return schema.models.filter((model) => !model.isIgnored);
}

/** The views that clients see. */
export function visibleViews(schema: SchemaModel): readonly View[] {
  return schema.views.filter((view) => !view.isIgnored);
}

/** The columns that clients see: not what is `@ignore`d and what has no type in the schema language. */
export function visibleColumns(entity: Model | View): readonly ClientColumn[] {
  return entity.fields.filter(
    (field): field is ClientColumn =>
      !field.isIgnored && (field.kind === 'scalar' || field.kind === 'enum'),
  );
}
