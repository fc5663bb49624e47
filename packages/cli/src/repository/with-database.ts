import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import pg from 'pg';

/**
 * Works with a connection of its own, which is closed at the end.
 *
 * @param what the connection string is, for the message where it is none
 * @throws SchemaServiceError `DATABASE_*` for one that cannot be reached or read
 */
export async function withDatabase<Result>(
  { url, what }: { readonly url: string; readonly what?: string },
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { config, address } = readDatabaseUrl(url, what);
  const client = new pg.Client({
    application_name: 'schemactl',
    connectionTimeoutMillis: 10_000,
    ...config,
  });
  // One that breaks between two queries would end the process; the next query reports it.
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } catch (cause) {
    throw connectionError(cause, address);
  } finally {
    await client.end();
  }
}

/** By SQLSTATE. */
const errorCodes: Readonly<Record<string, string>> = {
  '3D000': 'DATABASE_NOT_FOUND',
  '28000': 'DATABASE_AUTHENTICATION_FAILED',
  '28P01': 'DATABASE_AUTHENTICATION_FAILED',
  '53300': 'DATABASE_TOO_MANY_CONNECTIONS',
};

function connectionError(
  cause: unknown,
  {
    host,
    port,
    database,
  }: { readonly host: string; readonly port: string; readonly database: string },
): unknown {
  if (!(cause instanceof Error) || cause instanceof SchemaServiceError) return cause;
  const state = 'code' in cause ? String(cause.code) : '';
  const isDenied = state === '42501';
  const isServers = cause instanceof pg.DatabaseError && errorCodes[state] === undefined;
  if (isServers && !isDenied) return cause;
  return new SchemaServiceError(
    {
      code: isDenied ? 'DATABASE_PERMISSION_DENIED' : (errorCodes[state] ?? 'DATABASE_UNREACHABLE'),
      message: isDenied
        ? `The role may not read the database "${database}".`
        : `No connection to the database "${database}" on ${host}${port && `:${port}`}.`,
      why: cause.message || state,
      fix: isDenied
        ? `Name a role that may connect: GRANT CONNECT ON DATABASE. It needs no right to read rows.`
        : 'Check the connection string, and that a PostgreSQL server answers there.',
      meta: { host, port, database },
    },
    { cause },
  );
}
