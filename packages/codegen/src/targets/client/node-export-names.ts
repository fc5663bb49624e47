import type { SchemaModel } from '@schema-service/schema-model';
import { visibleModels, visibleViews } from '../../visible-schema.ts';

/** What the Node client exports from its root. */
export function nodeExportNames(schema: SchemaModel): ReadonlySet<string> {
  return new Set([
    '$Enums',
    'ClientCompatibility',
    'ClientRefusedError',
    'ConfigurationError',
    'CreateClientOptions',
    'FromJson',
    'Prisma',
    'PrismaClient',
    'Serialized',
    'createClient',
    'fromJson',
    'schemaName',
    'schemaVersion',
    'toJson',
    ...schema.enums.map(({ name }) => name),
    ...visibleModels(schema).map(({ name }) => name),
    ...visibleViews(schema).map(({ name }) => name),
  ]);
}
