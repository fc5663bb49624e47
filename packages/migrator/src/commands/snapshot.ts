import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { driftError } from '../catalog/drift-error.ts';
import {
  type ExpectedVersion,
  expectedStructure,
  expectedVersion,
} from '../catalog/expected-structure.ts';
import { readStructure } from '../catalog/read-structure.ts';
import { structurePath, structureText } from '../catalog/structure-file.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { exactVersion } from '../plan/current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from '../plan/history-problem.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { compareWithVersion } from './compare-with-version.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** What was recorded, and where. */
export interface Snapshot {
  readonly kind: 'snapshot';
  readonly version: string;
  /** The file, relative to the folder of migrations. */
  readonly path: string;
  readonly structure: DatabaseStructure;
}

/**
 * Records the structure of a database as that of the version it is at, in
 * `<version>/structure.json`. The database should be a fresh one to which the
 * migrations were applied and nothing else. A file that is there already is
 * kept, and the database has to agree with it.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_INCOMPLETE, MIGRATION_DRIFT, what a plan refuses about the history,
 *   and for a folder that cannot be read and a database that cannot be asked
 */
export async function snapshot(
  options: Pick<DatabaseOptions, 'connection' | 'ledgerSchema'> & {
    /** The folder of `<version>/<NNN_name>/up.sql`. */
    readonly migrations: string;
    /** Objects that are not ours, by name with `*` for anything. */
    readonly exclude?: readonly string[];
    /** Reads and compares, and writes no file. */
    readonly dryRun?: boolean;
  },
): Promise<Snapshot> {
  const { migrations: directory, exclude = [] } = options;
  const migrations = await readMigrations(directory);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { client } = session;
    const { applied } = await readHistory(session);
    refuseHistoryProblems(findHistoryProblems(migrations, applied));
    const version = exactVersion(migrations, applied);
    const path = structurePath(version);
    const expected = expectedVersion(version, migrations, applied);
    refuseWaiting(expected);
    const recorded = expectedStructure({ migrations: directory }, expected);
    if (recorded) {
      const source = { migrations: directory, exclude };
      const differences = await compareWithVersion(session, source, expected, recorded);
      if (differences.length === 0) return { kind: 'snapshot', version, path, structure: recorded };
      throw driftError(version, differences, {
        why: `${path} is there already, and says something else.`,
        fix: 'Take a fresh database. If the version is not released and its migrations changed, delete the file first.',
      });
    }
    const structure = await readStructure(client, { exclude });
    if (!options.dryRun) writeFileSync(join(directory, path), structureText(structure));
    return { kind: 'snapshot', version, path, structure };
  } catch (error) {
    throw databaseError(error);
  }
}

/** What a contract removes is there still: that is not the structure of the version. */
function refuseWaiting({ version, contracts }: ExpectedVersion): void {
  if (contracts.length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_VERSION_INCOMPLETE',
    message: `The database has what older versions than ${version} need: ${contracts.map(({ id }) => id).join(', ')} has not run.`,
    why: 'The structure of a version is what it is behind its contracts.',
    fix: 'Apply the version to an empty database, in which no contract waits, and record it there.',
    meta: { version, contracts: contracts.map(({ id }) => id) },
  });
}
