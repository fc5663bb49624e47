import { isSchemaServiceError } from '@schema-service/errors';
import { createThrowawayDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { applyChanges, diff, stateOverRenames } from '@schema-service/schema-diff';
import {
  emptySchema,
  introspectSchema,
  parseSchema,
  type SchemaModel,
} from '@schema-service/schema-model';
import { unknownToDatabases } from '../diff-report/diff-report.ts';
import { throwawayServer } from './throwaway-server.ts';

export interface MigratedSchemaOptions {
  /** The folder of migrations. */
  readonly folder: string;
  /** The last release, and its version; undefined before the first. */
  readonly latest: { readonly version: string; readonly model: SchemaModel } | undefined;
  /** The highest version that has migrations. */
  readonly version: string;
  /** Whose names are kept for what the pending migrations make. */
  readonly working: SchemaModel;
  /** Where databases may be made; a server of our own otherwise. */
  readonly server: string | undefined;
}

/**
 * The schema that the migrations lead to, the pending ones included: the last
 * release and what the pending ones change in a database of it. What only SQL
 * can say is in both readings of that database, and so no change.
 */
export async function migratedSchema({
  folder,
  latest,
  version,
  working,
  server,
}: MigratedSchemaOptions): Promise<SchemaModel> {
  await using postgres = await throwawayServer(server);
  await using database = await createThrowawayDatabase(postgres.url, 'schemactl');
  const connection = database.connectionString;
  const migrateTo = async (to: string, like: SchemaModel): Promise<SchemaModel> => {
    await up({ connection, migrations: folder, to });
    return readSchema(connection, like);
  };
  const before = latest === undefined ? emptySchema : await migrateTo(latest.version, latest.model);
  const after = await migrateTo(version, working);
  const changes = diff(before, after).filter(({ id }) => !unknownToDatabases.includes(id));
  const released = latest?.model ?? emptySchema;
  return stateOverRenames(applyChanges(released, changes), released, working);
}

async function readSchema(connection: string, like: SchemaModel): Promise<SchemaModel> {
  try {
    const content = await introspectSchema(connection, { like });
    return parseSchema([{ path: 'the migrated database', content }]);
  } catch (error) {
    if (isSchemaServiceError(error) && error.code === 'SCHEMA_EMPTY') return emptySchema;
    throw error;
  }
}
