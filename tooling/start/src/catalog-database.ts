import { randomBytes } from 'node:crypto';
import { readDatabaseUrl } from '@schema-service/database-url';
import pg from 'pg';

/** The database of the Schema API, and the role that it connects as. */
export interface CatalogDatabase {
  readonly url: string;
  /** Why it shares the database of the services, where it does. */
  readonly shared?: string;
}

/**
 * Makes the Schema API a database beside that of the services, and a role that
 * may make schemas there and owns nothing else. The role gets a new password
 * each time.
 *
 * @param databaseUrl of the services; whoever it names makes both
 */
export async function provideCatalogDatabase(databaseUrl: string): Promise<CatalogDatabase> {
  const client = new pg.Client(readDatabaseUrl(databaseUrl).config);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT current_database() AS name');
    const name = `${rows[0].name}_releases`;
    const role = `${rows[0].name}_schema_api`;
    const password = randomBytes(24).toString('hex');
    await ensure(client, 'SELECT FROM pg_roles WHERE rolname = $1', role, 'CREATE ROLE');
    await client.query(
      `ALTER ROLE ${pg.escapeIdentifier(role)} LOGIN NOINHERIT PASSWORD ${pg.escapeLiteral(password)}`,
    );
    await ensure(client, 'SELECT FROM pg_database WHERE datname = $1', name, 'CREATE DATABASE');
    const database = pg.escapeIdentifier(name);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(
      `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO ${pg.escapeIdentifier(role)}`,
    );
    const url = new URL(databaseUrl);
    Object.assign(url, { pathname: `/${name}`, username: role, password });
    return { url: url.href };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { url: databaseUrl, shared: (error as Error).message };
  } finally {
    await client.end();
  }
}

async function ensure(client: pg.Client, ask: string, name: string, make: string): Promise<void> {
  const { rowCount } = await client.query(ask, [name]);
  if (rowCount === 0) await client.query(`${make} ${pg.escapeIdentifier(name)}`);
}

/** insufficient_privilege: a server of the user's may let this role make neither. */
const isRefused = (error: unknown): boolean => Object(error).code === '42501';
