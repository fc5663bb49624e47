import { createThrowawayDatabase, type ThrowawayDatabase } from './throwaway-database.ts';

/** A database of its own for one test, empty at first. */
export type TestDatabase = ThrowawayDatabase;

/**
 * Makes an empty database on the server of `TEST_DATABASE_URL`, which the
 * suites' global setup starts. Use it with `await using`, or call `drop`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set: export `databaseTests` in vitest.config.ts.');
  return createThrowawayDatabase(server, 'test');
}
