import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { waitingContracts } from '../plan/contracts.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { isAlive, readVersions, type ServedVersion } from '../versions/served-version.ts';
import { QUIET_MS, readUsers, type VersionUser } from '../versions/version-user.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** A version of a database, and who uses it. */
export interface VersionState extends ServedVersion {
  /** The latest first. */
  readonly users: readonly VersionUser[];
}

/** The versions that are alive in a database side by side. */
export interface VersionsReport {
  readonly kind: 'versionsReport';
  /** Lowest first. */
  readonly versions: readonly VersionState[];
  /** The contracts that wait until nobody uses the versions below theirs, such as `2.0.0/008_contract`. */
  readonly waiting: readonly string[];
}

/**
 * Says which versions a database serves, and who uses each. Changes nothing and takes no lock.
 *
 * @throws SchemaServiceError for a folder that cannot be read and a database that cannot be asked
 */
export async function versions(
  options: DatabaseOptions & {
    /** Within how many milliseconds a hello counts. Default a week. */
    readonly quietMs?: number;
  },
): Promise<VersionsReport> {
  const migrations = await loadMigrations(options.migrations);
  const { quietMs = QUIET_MS } = options;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const served = await readVersions(session);
    const states: VersionState[] = [];
    for (const one of served) {
      const users = isAlive(one) ? await readUsers(session, one.version, quietMs) : [];
      states.push({ ...one, users });
    }
    const { applied } = await readHistory(session);
    const waiting = waitingContracts(migrations, applied);
    return {
      kind: 'versionsReport',
      versions: states,
      waiting: waiting.map(({ version, id }) => `${version}/${id}`),
    };
  } catch (error) {
    throw databaseError(error);
  }
}
