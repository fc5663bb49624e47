import { SchemaServiceError } from '@schema-service/errors';
import type { StructureDifference } from '../catalog/compare-structures.ts';
import { expectedStructure, expectedVersion } from '../catalog/expected-structure.ts';
import type { StructureOptions } from '../catalog/find-drift.ts';
import { structurePath } from '../catalog/structure-file.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { exactVersion } from '../plan/current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from '../plan/history-problem.ts';
import type { History } from '../tracking/history.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { compareWithVersion } from './compare-with-version.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** How a database compares with its version. */
export interface Verification {
  readonly kind: 'verification';
  readonly version: string;
  /** Empty when the database is as released. */
  readonly differences: readonly StructureDifference[];
}

/**
 * Compares the real structure of a database with the snapshot of the version
 * that it is at, or of another. Drift is data here; `up` refuses it. Changes
 * nothing, takes no lock and needs no second database.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_INCOMPLETE, MIGRATION_FILE_MISSING, MIGRATION_SNAPSHOT_MISSING,
 *   MIGRATION_SNAPSHOT_INVALID,
 *   and for a folder that cannot be read and a database that cannot be asked
 */
export async function verify(
  options: DatabaseOptions & StructureOptions & { readonly version?: string },
): Promise<Verification> {
  const migrations = await loadMigrations(options.migrations);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const history = await readHistory(session);
    const version = options.version ?? versionOf(migrations, history);
    const expected = expectedVersion(version, migrations, history.applied);
    const snapshot = expectedStructure(options, expected);
    if (!snapshot) throw snapshotMissing(version);
    const differences = await compareWithVersion(session, options, expected, snapshot);
    return { kind: 'verification', version, differences };
  } catch (error) {
    throw databaseError(error);
  }
}

/** An edited script does not matter here; a lost one makes every guess at the version wrong. */
function versionOf(migrations: readonly Migration[], { applied }: History): string {
  const problems = findHistoryProblems(migrations, applied);
  refuseHistoryProblems(problems.filter(({ kind }) => kind === 'missing'));
  return exactVersion(migrations, applied);
}

/** The refusal of a comparison with a version that carries no structure. */
export function snapshotMissing(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_SNAPSHOT_MISSING',
    message: `There is no ${structurePath(version)} to compare with.`,
    why: 'A version carries the structure that its migrations make; this one was released without.',
    fix: 'Apply the version to an empty database, and record it there: schema-migrator snapshot',
    meta: { version },
  });
}
