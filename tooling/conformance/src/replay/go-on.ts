import { join } from 'node:path';
import type { TestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import type { ReadRelease } from '@schema-service/release';
import pg from 'pg';

/** Leads a database through releases of the repository at `root`, with its rows. */
export async function goOn(
  root: string,
  { connectionString: connection }: TestDatabase,
  way: readonly ReadRelease[],
): Promise<void> {
  // As a folder: with the scripts it has what the releases say of each other's clients.
  const migrations = join(root, 'migrations');
  const options = { connection, migrations, allowDataLoss: true };
  // Each by itself: in one go the contracts would run as they come.
  for (const { version } of way) await up({ ...options, to: version });
}

/** Why a database does not serve the clients of a version; undefined where it does. */
export async function refusalOf(
  { connectionString }: TestDatabase,
  version: string,
): Promise<string | undefined> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ readonly answer: string; readonly missing: string[] }>(
      'SELECT answer, missing FROM schema_migrations.hello($1, $2, $3)',
      [version, 'replay', 'node'],
    );
    const [said] = rows;
    return said?.answer === 'refuse' ? `refused, ${said.missing[0]}` : undefined;
  } finally {
    await client.end();
  }
}
