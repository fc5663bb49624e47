import { columnsOf, type Model, type SchemaModel, type View } from '@schema-service/schema-model';

/** What the database has of a schema: without relation fields, documentation and places in files. */
export function physicalSchema(schema: SchemaModel): SchemaModel {
  const columnsAlone = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...entity,
    fields: columnsOf(entity),
  });
  const bare: SchemaModel = {
    ...schema,
    models: schema.models.map(columnsAlone),
    views: schema.views.map(columnsAlone),
  };
  const text = JSON.stringify(bare, (key, value) =>
    key === 'location' || key === 'documentation' ? undefined : value,
  );
  return JSON.parse(text) as SchemaModel; // It is plain data, and loses only what is optional.
}
