import { join } from 'node:path';
import type { StartOptions } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';
import { readDatabaseUrl } from '@schema-service/database-url';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { plan } from '@schema-service/migrator';
import { migrationsFolder } from '@schema-service/repository';
import pg from 'pg';
import type { Stops } from './stops.ts';

/** A database of the user's, or one on a server of our own whose stop `stops` gets. */
export async function provideDatabase(
  { databaseUrl, dataDirectory }: StartOptions,
  stops: Stops,
): Promise<string> {
  if (databaseUrl) return databaseUrl;
  return step('start PostgreSQL', async (note) => {
    const server = await startLocalPostgres({ directory: join(dataDirectory, 'postgres') });
    stops.defer(server.stop);
    const url = await ensureDatabase(server.connectionString, 'reviews');
    note(url);
    return url;
  });
}

async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    // Of the services alone: other roles of this server have databases of their own.
    await client.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Looks at a database of the user's, before anything is built or written: it has
 * to be empty, or one that earlier runs have moved.
 *
 * @param repository whose migrations it is to be at
 */
export async function checkDatabase(
  { databaseUrl }: StartOptions,
  repository: string,
): Promise<void> {
  if (!databaseUrl) return;
  await step('look at the database', async () => {
    readDatabaseUrl(databaseUrl, 'DATABASE_URL');
    try {
      await plan({
        connection: databaseUrl,
        migrations: join(repository, migrationsFolder),
        direction: 'up',
      });
    } catch (error) {
      throw isSchemaServiceError(error) && error.code === 'MIGRATION_DATABASE_NOT_EMPTY'
        ? notEmpty(error)
        : error;
    }
  });
}

function notEmpty(cause: SchemaServiceError): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'START_DATABASE_NOT_EMPTY',
      message: 'The database of DATABASE_URL holds something, and npm start has not made it.',
      why: cause.why ?? cause.message,
      fix: [
        'Give an empty one (createdb NAME), or leave DATABASE_URL out: npm start brings its own.',
        'If it has the structure of a version: npm run migrate -- baseline --to VERSION',
      ].join('\n       '),
      meta: cause.meta,
    },
    { cause },
  );
}
