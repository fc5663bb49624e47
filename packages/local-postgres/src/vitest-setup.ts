import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMajor } from './binaries.ts';
import { startLocalPostgres } from './local-postgres.ts';

/** Vitest's global setup: a throwaway server, unless the root test command already started one. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'schema-service-postgres-'));
  const server = await startLocalPostgres({ directory, throwaway: true, major: testMajor() });
  process.env.TEST_DATABASE_URL = server.connectionString;
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
