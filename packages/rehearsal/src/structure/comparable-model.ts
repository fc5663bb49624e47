import {
  columnsOf,
  type Field,
  type Model,
  type SchemaModel,
  type View,
  withoutViews,
} from '@schema-service/schema-model';

const defaultNamespace = 'public';

/** PostgreSQL's schemas that the model speaks of. */
export function namespacesOf(model: SchemaModel): readonly string[] {
  return model.namespaces.length > 0 ? model.namespaces : [defaultNamespace];
}

/** The two or three names that lead to a thing in the database, as one text. */
export const placeOf = (...names: readonly string[]): string => JSON.stringify(names);

/** The parts of a name as SQL writes it: `public."Review".body` is `public`, `Review` and `body`. */
export function nameParts(name: string): readonly string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|[^.]+/g)].map(
    ([plain, quoted]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

/** Where the views of a model stand in the database. */
export function viewPlaces({ views }: SchemaModel): ReadonlySet<string> {
  return new Set(views.map((view) => placeOf(view.namespace ?? defaultNamespace, view.dbName)));
}

/** The fields that are columns, by place. */
export function fieldsByPlace({ models }: SchemaModel): ReadonlyMap<string, Field> {
  return new Map(
    models.flatMap(({ namespace = defaultNamespace, dbName, fields }) =>
      fields.map((field) => [placeOf(namespace, dbName, field.dbName), field] as const),
    ),
  );
}

/**
 * The model with its views as tables. The schema language knows the columns of
 * a view and not its query; a table with those columns can be made and asked
 * what types they have.
 */
export function viewsAsTables(model: SchemaModel): SchemaModel {
  const asTable = (view: View): Model => {
    const { primaryKey: _key, ...rest } = view;
    return {
      ...rest,
      kind: 'model',
      // Without a key it could not be in a client, and need not be.
      isIgnored: true,
      fields: columnsOf(view),
      uniques: [],
      indexes: [],
    };
  };
  const tables = withoutViews(model);
  return { ...tables, models: [...tables.models, ...model.views.map(asTable)] };
}
