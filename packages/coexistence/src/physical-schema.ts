import {
  columnsOf,
  type Model,
  type SchemaModel,
  sortedBy,
  type View,
} from '@schema-service/schema-model';
import { joinTable } from './join-tables.ts';

/** What the database has of a schema: without relation fields, documentation and places in files, and with join tables as models. */
export function physicalSchema(schema: SchemaModel): SchemaModel {
  const columnsAlone = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...entity,
    fields: columnsOf(entity),
  });
  const joins = schema.relations.flatMap((relation) =>
    relation.kind === 'joinTable' ? [joinTable(relation, schema)] : [],
  );
  const bare: SchemaModel = {
    ...schema,
    models: sortedBy(
      [...schema.models.map(columnsAlone), ...joins.map(({ model }) => model)],
      ({ name }) => name,
    ),
    views: schema.views.map(columnsAlone),
    relations: schema.relations.flatMap((relation) =>
      relation.kind === 'joinTable'
        ? (joins.find(({ model }) => model.name === relation.dbName)?.relations ?? [])
        : [relation],
    ),
  };
  const text = JSON.stringify(bare, (key, value) =>
    key === 'location' || key === 'documentation' ? undefined : value,
  );
  return JSON.parse(text) as SchemaModel; // It is plain data, and loses only what is optional.
}
