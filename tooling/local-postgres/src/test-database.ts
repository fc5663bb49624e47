import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test, empty at first. */
export interface TestDatabase extends AsyncDisposable {
  readonly connectionString: string;
  readonly name: string;
  readonly drop: () => Promise<void>;
}

/**
 * Makes an empty database on the server of `TEST_DATABASE_URL`, which the
 * suites' global setup starts. Use it with `await using`, or call `drop`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set: export `databaseTests` in vitest.config.ts.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = (): Promise<void> => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { connectionString: url.href, name, drop, [Symbol.asyncDispose]: drop };
}

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
