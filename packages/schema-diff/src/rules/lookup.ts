import type { Field, Model, SchemaModel, View } from '@schema-service/schema-model';

/** The model or view that a change's path begins with. */
export function entityAt(schema: SchemaModel, path: string): Model | View | undefined {
  const name = path.split('.', 1)[0];
  return (
    schema.models.find((model) => model.name === name) ??
    schema.views.find((view) => view.name === name)
  );
}

export function entityKindOf(schema: SchemaModel, path: string): 'model' | 'view' | undefined {
  return entityAt(schema, path)?.kind;
}

/** The field at `Entity.field`. */
export function fieldAt(schema: SchemaModel, path: string): Field | undefined {
  const name = path.slice(path.indexOf('.') + 1);
  return entityAt(schema, path)?.fields.find((field) => field.name === name);
}
