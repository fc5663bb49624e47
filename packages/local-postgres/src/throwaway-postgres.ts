import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';
import {
  type LocalPostgres,
  type LocalPostgresOptions,
  startLocalPostgres,
} from './local-postgres.ts';

/**
 * Starts a server in a temporary folder, for databases that are thrown away.
 * The cleanup stops it and removes the folder, on Ctrl-C too.
 *
 * @throws SchemaServiceError `LOCAL_POSTGRES_*`
 */
export async function startThrowawayPostgres(
  cleanup: Cleanup,
  options: Pick<LocalPostgresOptions, 'major'> = {},
): Promise<Pick<LocalPostgres, 'connectionString'>> {
  const directory = await mkdtemp(join(tmpdir(), 'schema-service-postgres-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const { connectionString, stop } = await startLocalPostgres({
    ...options,
    directory,
    throwaway: true,
  });
  cleanup.defer(stop);
  return { connectionString };
}
