import type { SchemaModel } from './schema-model.ts';

/** The schema of an empty database: where a first version comes from. */
export const emptySchema: SchemaModel = {
  kind: 'schema',
  provider: 'postgresql',
  namespaces: [],
  enums: [],
  models: [],
  views: [],
  relations: [],
};
