import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { migrationsFolder } from '@schema-service/repository';
import pg from 'pg';
import { root, type StartOptions } from './options.ts';

/** A database of the user's, or one on a server of our own that `stack` stops. */
export async function provideDatabase(
  { databaseUrl, dataDirectory }: StartOptions,
  stack: AsyncDisposableStack,
): Promise<string> {
  if (databaseUrl) return databaseUrl;
  return step('start PostgreSQL', async (note) => {
    const server = await startLocalPostgres({ directory: join(dataDirectory, 'postgres') });
    stack.defer(server.stop);
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
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Moves the database to the latest version. */
export async function migrate(databaseUrl: string): Promise<void> {
  await step('migrate the database', async (note) => {
    const { fromVersion, toVersion, migrations } = await up({
      connection: databaseUrl,
      migrations: join(root, migrationsFolder),
      onEvent: (event) => {
        if (event.kind === 'migrationStarted') note(`${event.version} ${event.migration}`);
      },
    });
    note(
      migrations.length === 0
        ? `at ${toVersion}, nothing to do`
        : `${fromVersion ?? 'empty'} → ${toVersion}, ${migrations.length} migrations`,
    );
  });
}
