import { withClient } from '../src/with-client.ts';

/** The server that the suites' global setup started. */
export function server(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set.');
  return url;
}

/** What rehearsals have left behind on it. */
export async function rehearsalDatabases(): Promise<readonly string[]> {
  const { rows } = await withClient(server(), (client) =>
    client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'rehearsal%'`,
    ),
  );
  return rows.map(({ datname }) => datname);
}
