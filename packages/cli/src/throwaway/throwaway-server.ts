import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDatabaseUrl } from '@schema-service/database-url';
import { startLocalPostgres } from '@schema-service/local-postgres';

/** A PostgreSQL server on which databases can be made. */
export interface ThrowawayServer extends AsyncDisposable {
  readonly url: string;
}

/** The server that was named, or one of our own that is gone afterwards. */
export async function throwawayServer(url: string | undefined): Promise<ThrowawayServer> {
  if (url !== undefined) {
    const { connectionString } = readDatabaseUrl(url, '--server').config;
    return { url: connectionString, [Symbol.asyncDispose]: async () => {} };
  }
  const directory = await mkdtemp(join(tmpdir(), 'schemactl-postgres-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const server = await startLocalPostgres({ directory, throwaway: true });
    return {
      url: server.connectionString,
      [Symbol.asyncDispose]: async () => {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
