import { createThrowawayDatabase } from '@schema-service/local-postgres';
import { snapshot, up } from '@schema-service/migrator';
import { throwawayServer } from './throwaway-server.ts';

/** Writes `<version>/structure.json` from a fresh database that all the migrations were applied to. */
export async function recordStructure(
  migrations: string,
  version: string,
  server: string | undefined,
): Promise<void> {
  await using postgres = await throwawayServer(server);
  await using database = await createThrowawayDatabase(postgres.url, 'schemactl');
  const connection = database.connectionString;
  await up({ connection, migrations, to: version });
  await snapshot({ connection, migrations });
}
