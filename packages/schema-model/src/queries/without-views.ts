import type { Model, SchemaModel } from '../schema-model.ts';
import { sidesOf } from './fields.ts';

/** The schema without its views and the relations that they are in: what Prisma's engine writes SQL for. */
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
    relations: schema.relations.filter((relation) =>
      sidesOf(relation).every(({ entity }) => !views.has(entity)),
    ),
  };
}
