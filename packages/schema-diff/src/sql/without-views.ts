import type { Model, SchemaModel } from '@schema-service/schema-model';

/** The part of a schema that the engine writes SQL for. It has rules for views, and no statements. */
export function withoutViews(schema: SchemaModel): SchemaModel {
  const views = new Set(schema.views.map(({ name }) => name));
  if (views.size === 0) return schema;
  return {
    ...schema,
    views: [],
    models: schema.models.map(
      (model): Model => ({
        ...model,
        fields: model.fields.filter((field) => field.kind !== 'relation' || !views.has(field.type)),
      }),
    ),
    relations: schema.relations.filter((relation) => {
      const sides =
        relation.kind === 'joinTable' ? [relation.a, relation.b] : [relation.from, relation.to];
      return !sides.some(({ entity }) => views.has(entity));
    }),
  };
}
