import { readDatabaseUrl } from '@schema-service/database-url';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';

/** A PostgreSQL server on which databases can be made. */
export interface ThrowawayServer extends AsyncDisposable {
  readonly url: string;
}

/** The server that was named, or one of our own that is gone afterwards, on Ctrl-C too. */
export async function throwawayServer(url: string | undefined): Promise<ThrowawayServer> {
  const cleanup = createCleanup();
  try {
    const { connectionString } =
      url === undefined
        ? await startThrowawayPostgres(cleanup)
        : readDatabaseUrl(url, '--server').config;
    return { url: connectionString, [Symbol.asyncDispose]: cleanup[Symbol.asyncDispose] };
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}
