import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { chooseVersions } from './choose-versions.ts';
import { openDatabase } from './open-database.ts';
import type { RehearsalOptions } from './rehearsal-options.ts';
import type { RehearsalReport } from './rehearsal-report.ts';
import { rehearse } from './rehearse.ts';

/**
 * Tries the migrations of a version on a throwaway database: up from the
 * version before, whose tables are full of made-up rows, down, and up again,
 * and after each what became of structure and rows. Whatever the migrations do
 * is in the report; nothing is left behind, on Ctrl-C neither.
 *
 * @throws SchemaServiceError REHEARSAL_NOTHING_IN_WORK, REHEARSAL_VERSION_UNKNOWN, what reading
 *   migrations and the schema throws, `DATABASE_*` for a server that cannot be used, and
 *   `LOCAL_POSTGRES_*` without a `serverUrl`
 */
export async function testMigrations({
  serverUrl,
  onEvent,
  ...which
}: RehearsalOptions): Promise<RehearsalReport> {
  const versions = await chooseVersions(which);
  await using cleanup = createCleanup();
  const server =
    serverUrl ?? (await startThrowawayPostgres(cleanup, { isSmall: true })).connectionString;
  const connection = await openDatabase(server, 'rehearsal', cleanup);
  return await rehearse(versions, connection, onEvent);
}
