import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { findLockHolder } from '../lock/lock-holder.ts';
import { readHistory } from '../tracking/read-history.ts';
import { loadMigrations } from './load-migrations.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { type MigrationStatus, migrationStatus } from './migration-status.ts';

/**
 * Says where a database stands. Changes nothing, takes no lock, and reports
 * edited or missing files instead of throwing.
 *
 * @throws SchemaServiceError for a folder that cannot be read and a database that cannot be asked
 */
export async function status(options: DatabaseOptions): Promise<MigrationStatus> {
  const migrations = await loadMigrations(options.migrations);
  try {
    await using session = await openSession(options.connection);
    const { client } = session;
    const history = await readHistory(client);
    const holder = (await findLockHolder(client)) ?? null;
    const isRunning = history.some((row) => row.status === 'running');
    // Running and no lock: either dead, or it ended between the two questions; then it is closed by now.
    const settled = isRunning && !holder ? await readHistory(client) : history;
    return migrationStatus(migrations, settled, holder);
  } catch (error) {
    throw databaseError(error);
  }
}
