import type { Client } from 'pg';
import pg from 'pg';

/** Does some work on a connection of its own, which is closed in the end. */
export async function withClient<Result>(
  connectionString: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString, application_name: 'schema-rehearsal' });
  // One that breaks between two queries would end the process; the next query reports it.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
