import { readDatabaseUrl } from '@schema-service/database-url';
import {
  createCleanup,
  createThrowawayDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { snapshot, up } from '@schema-service/migrator';

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
        ? await startThrowawayPostgres(cleanup, { isSmall: true })
        : readDatabaseUrl(url, '--server');
    return { url: connectionString, [Symbol.asyncDispose]: cleanup[Symbol.asyncDispose] };
  } catch (error) {
    await cleanup[Symbol.asyncDispose]();
    throw error;
  }
}

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

/** A server for several steps, which is started when it is first asked for. */
export interface SharedServer extends AsyncDisposable {
  /** The same each time. */
  readonly url: () => Promise<string>;
}

/** The server that was named, or one of our own that all steps of a command use. */
export function sharedServer(url: string | undefined): SharedServer {
  let starting: Promise<ThrowawayServer> | undefined;
  return {
    url: async () => {
      if (starting === undefined) {
        starting = throwawayServer(url);
        // Told to whoever asks; where nobody does any more, it was not needed.
        starting.catch(() => {});
      }
      return (await starting).url;
    },
    [Symbol.asyncDispose]: async () => {
      const server = await starting?.catch(() => undefined);
      await server?.[Symbol.asyncDispose]();
    },
  };
}
