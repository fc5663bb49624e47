import { hasSnapshot, type StructureOptions } from '../catalog/find-drift.ts';
import { readClients } from '../clients/read-clients.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { findRepeatableStates } from '../repeatable/find-repeatables.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readPause } from '../tracking/pause.ts';
import { isAlive, readVersions } from '../versions/served-version.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { type MigrationStatus, migrationStatus, type StatusGoal } from './migration-status.ts';
import { readSettled } from './read-settled.ts';

/**
 * Says where a database stands. Changes nothing, takes no lock, and reports
 * edited or missing files instead of throwing.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN for a `to` that is none; for a folder that cannot be read and a database that cannot be asked
 */
export async function status(
  options: DatabaseOptions & Pick<StructureOptions, 'snapshots'> & StatusGoal,
): Promise<MigrationStatus> {
  const migrations = await loadMigrations(options.migrations);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { history, lockHolder } = await readSettled(session);
    const found = migrationStatus(migrations, history, lockHolder, options);
    const clients = await readClients(session);
    const repeatables = await findRepeatableStates(session, options, history, options.to);
    const served = (await readVersions(session)).filter(isAlive);
    const pause = await readPause(session);
    return {
      ...found,
      ...(served.some(({ schema }) => schema !== null) ? { served } : {}),
      ...(pause ? { pause } : {}),
      ...(repeatables.length > 0 ? { repeatables } : {}),
      hasSnapshot: hasSnapshot(options, found.currentVersion),
      clients,
    };
  } catch (error) {
    throw databaseError(error);
  }
}
