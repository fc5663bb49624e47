import { readDatabaseUrl } from '@schema-service/database-url';
import pg from 'pg';
import type { CatalogSource } from '../environments/catalog-source.ts';
import { readConnection } from '../environments/connection-reference.ts';
import type { Environments } from '../environments/environment-config.ts';
import { openEnvironment } from '../environments/environment-database.ts';
import { withoutConnection } from '../environments/environment-error.ts';
import type { ObservedDatabase } from './database-clients.ts';

/** The databases of the environments, to be asked who is connected. Their connections are read when that is asked. */
export function observedDatabases(
  environments: Environments,
  sourceFor: CatalogSource,
): readonly ObservedDatabase[] {
  return [...environments.values()].map((environment) => {
    const { name } = environment;
    return {
      name,
      status: async () => (await openEnvironment(environment, sourceFor)).status(),
      connect: async () => {
        const url = await readConnection(name, environment.connection);
        const client = new pg.Client({
          connectionTimeoutMillis: 3_000,
          query_timeout: 5_000,
          application_name: 'schema-api',
          ...readDatabaseUrl(url).config,
        });
        // What breaks the connection also fails the query.
        client.on('error', () => {});
        await client.connect().catch((error: unknown) => {
          throw withoutConnection(error, name);
        });
        return client;
      },
    };
  });
}
