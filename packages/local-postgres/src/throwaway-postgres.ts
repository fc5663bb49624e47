import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Cleanup } from './cleanup.ts';
import {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
} from './local-postgres.ts';

export interface ThrowawayPostgresOptions extends Pick<LocalPostgresOptions, 'major'> {
  /** Its databases hold a few rows: they are kept in memory where there are two gigabytes for them. Default: false. */
  readonly isSmall?: boolean;
}

/**
 * Starts a server in a temporary folder, for databases that are thrown away.
 * The cleanup stops it and removes the folder, on Ctrl-C too.
 *
 * @throws SchemaServiceError `LOCAL_POSTGRES_*`
 */
export async function startThrowawayPostgres(
  cleanup: Cleanup,
  { isSmall = false, ...options }: ThrowawayPostgresOptions = {},
): Promise<Pick<LocalPostgres, 'connectionString'>> {
  const directory = await makeFolder(isSmall);
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const { connectionString, stop } = await startLocalPostgres({
    ...options,
    directory,
    throwaway: true,
  });
  cleanup.defer(stop);
  await warmTemplate(connectionString);
  return { connectionString };
}

/**
 * The first session in a database since the server's start writes down what it
 * read of the system catalog. A new database has that from the template, where
 * its files are copied.
 */
async function warmTemplate(server: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/template1';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.end();
}

const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 2 ** 31;

async function makeFolder(isSmall: boolean): Promise<string> {
  const prefix = 'schema-service-postgres-';
  if (isSmall && process.platform === 'linux') {
    try {
      const { bavail, bsize } = await statfs(IN_MEMORY);
      if (bavail * bsize >= ENOUGH_BYTES) return await mkdtemp(join(IN_MEMORY, prefix));
    } catch {
      // There is no such file system, or it is closed to us.
    }
  }
  return mkdtemp(join(tmpdir(), prefix));
}
