import { readDatabaseUrl } from '@schema-service/database-url';
import type { Client } from 'pg';
import pg from 'pg';

/**
 * Does some work on a connection of its own, which is closed in the end.
 *
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED
 */
export async function withClient<Result>(
  connectionString: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    application_name: 'schema-rehearsal',
    ...readDatabaseUrl(connectionString).config,
  });
  // One that breaks between two queries would end the process; the next query reports it.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
