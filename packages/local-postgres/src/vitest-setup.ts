import { testMajor } from './binaries.ts';
import { createCleanup } from './cleanup.ts';
import { startThrowawayPostgres } from './throwaway-postgres.ts';

/** Vitest's global setup: a throwaway server, unless the root test command already started one. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup, { isSmall: true, major: testMajor() });
  process.env.TEST_DATABASE_URL = server.connectionString;
  return () => cleanup[Symbol.asyncDispose]();
}
