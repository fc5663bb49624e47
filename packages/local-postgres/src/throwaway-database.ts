import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDatabaseUrl } from '@schema-service/database-url';
import pg from 'pg';

/** A database of its own, empty at first, that is dropped at the end. */
export interface ThrowawayDatabase extends AsyncDisposable {
  readonly connectionString: string;
  readonly name: string;
  /** Waits a while for its connections to go, and then ends them; with `force`, at once. */
  readonly drop: (options?: { readonly force?: boolean }) => Promise<void>;
}

/**
 * Makes an empty database on a server where the user of the connection string
 * may create some, or a copy of another one. Use it with `await using`, or call `drop`.
 *
 * @param prefix of the database's name; letters, digits and `_`
 * @param template the database that it is a copy of, with no sessions in it
 */
export async function createThrowawayDatabase(
  server: string,
  prefix: string,
  template = 'template1',
): Promise<ThrowawayDatabase> {
  const name = `${prefix}_${randomBytes(8).toString('hex')}`;
  await createDatabase(server, name, template);
  const url = new URL(readDatabaseUrl(server).connectionString);
  url.pathname = `/${name}`;
  const drop: ThrowawayDatabase['drop'] = ({ force = false } = {}) =>
    force ? forceDrop(server, name) : dropDatabase(server, name);
  return { connectionString: url.href, name, drop, [Symbol.asyncDispose]: () => drop() };
}

/**
 * `pool.end()` returns before the server has seen the connections go, and FORCE
 * would hand the test an error for one of them. So they get time to go first.
 */
async function dropDatabase(server: string, name: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      await execute(server, `DROP DATABASE IF EXISTS ${name}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== inUse) throw error;
      await sleep(25);
    }
  }
  await forceDrop(server, name);
}

const forceDrop = (server: string, name: string): Promise<void> =>
  execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/** SQLSTATE of `object_in_use`. */
const inUse = '55006';

/**
 * PostgreSQL writes a new database to its log, page by page, unless it is told
 * to copy the files. Copying takes a third of the work, but also a checkpoint,
 * which is cheap only where the server does not wait for the disk.
 */
async function createDatabase(server: string, name: string, template: string): Promise<void> {
  await withClient(server, async (client) => {
    const { rows } = await client.query<{ readonly copies: boolean }>(copiesFiles);
    const strategy = rows[0]?.copies ? ' STRATEGY file_copy' : '';
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}${strategy}`);
  });
}

/** PostgreSQL 14 has no strategies: it copies files always. */
const copiesFiles = `SELECT current_setting('fsync') = 'off'
  AND current_setting('server_version_num')::integer >= 150000 AS copies`;

const execute = (connectionString: string, sql: string): Promise<void> =>
  withClient(connectionString, async (client) => {
    await client.query(sql);
  });

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(readDatabaseUrl(connectionString).config);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** A database of its own for one test. */
export type TestDatabase = ThrowawayDatabase;

/**
 * Makes an empty database on the server of `TEST_DATABASE_URL`, which the
 * suites' global setup starts, or a copy of another one there. Use it with `await using`, or call `drop`.
 *
 * @param template the name of the database that it is a copy of, with no sessions in it
 */
export async function createTestDatabase(template?: string): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set: export `databaseTests` in vitest.config.ts.');
  return createThrowawayDatabase(server, 'test', template);
}
