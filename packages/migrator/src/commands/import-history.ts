import { SchemaServiceError } from '@schema-service/errors';
import type { StructureDifference } from '../catalog/compare-structures.ts';
import { driftError } from '../catalog/drift-error.ts';
import { structurePath, structureText } from '../catalog/structure-file.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import { compareImport, type ImportComparison } from '../import/compare-import.ts';
import type { ConvertedMigration } from '../import/convert-history.ts';
import type { ImportTool } from '../import/foreign-history.ts';
import { readForeignHistory } from '../import/read-foreign-history.ts';
import { refuseTakenFolder, writeMigrations } from '../import/write-migrations.ts';
import { isVersion } from '../migrations/version.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { recordUnderLock } from './record-under-lock.ts';
import { refuseApplied } from './refuse-applied.ts';

/** What to take over, and where to. */
export interface ImportOptions
  extends Pick<
    MigrateOptions,
    | 'connection'
    | 'ledgerSchema'
    | 'waitForLockMs'
    | 'onEvent'
    | 'gitCommit'
    | 'allowDrift'
    | 'exclude'
  > {
  readonly tool: ImportTool;
  /** The folder that the tool reads. */
  readonly source: string;
  /** The folder of migrations to write; it must not have any yet. */
  readonly migrations: string;
  /** The version that the database is at then. Default 1.0.0. What is not applied becomes the next minor one. */
  readonly version?: string;
  /** Reads and checks, and writes neither files nor rows. */
  readonly dryRun?: boolean;
  /**
   * Whether to run what is applied in a scratch database and to compare that with the live one. Default true. It takes
   * the right to create a database on the server, or on that of `scratchUrl`.
   */
  readonly compare?: boolean;
  /** A server to make the scratch database on, by the URL of any database of it. Default: that of `connection`. */
  readonly scratchUrl?: string;
}

/** What became of the other tool's history. */
export interface ImportResult {
  readonly kind: 'importResult';
  readonly tool: ImportTool;
  readonly version: string;
  readonly migrations: readonly {
    readonly migration: string;
    readonly version: string;
    readonly source: string;
    readonly applied: boolean;
  }[];
  /** Where the database is not what the migrations make, which was allowed then; `null` when it was not compared. */
  readonly differences: readonly StructureDifference[] | null;
  /** The file with the version's structure, relative to the folder of migrations; `null` without one. */
  readonly snapshot: string | null;
}

/**
 * Takes over the history that another tool has of a database: its files become
 * versioned migrations, and what its table says is applied is so in ours, once
 * it was seen that these migrations make what the database is. The database
 * itself, the other tool's table included, is left as it is.
 *
 * @throws SchemaServiceError MIGRATION_IMPORT_REFUSED, MIGRATION_HISTORY_NOT_EMPTY, MIGRATION_NAME_INVALID,
 *   MIGRATION_DRIFT unless it is allowed, MIGRATION_IMPORT_NOT_COMPARED, and what the analysis of the scripts refuses
 */
export async function importHistory(options: ImportOptions): Promise<ImportResult> {
  const { tool, version = '1.0.0' } = options;
  if (!isVersion(version)) throw invalidVersion(version);
  refuseTakenFolder(options.migrations);
  try {
    const { converted, comparison } = await readAll(options, version);
    const differences = comparison?.differences ?? null;
    const isWhole = differences?.length === 0 && converted.some(({ applied }) => applied);
    const path = isWhole ? structurePath(version) : null;
    if (!options.dryRun) {
      const snapshot =
        path && comparison ? { path, sql: structureText(comparison.structure) } : null;
      await adopt(options, converted, snapshot, describeComparison(differences));
    }
    const migrations = converted.map(summary);
    return { kind: 'importResult', tool, version, migrations, differences, snapshot: path };
  } catch (error) {
    throw databaseError(error);
  }
}

interface ReadImport {
  readonly converted: readonly ConvertedMigration[];
  readonly comparison: ImportComparison | undefined;
}

/** All that is refused is refused here, before anything is written. */
async function readAll(options: ImportOptions, version: string): Promise<ReadImport> {
  await using session = await openSession(options.connection, ledgerOf(options));
  await refuseApplied(session, 'An import');
  const { tool, source, compare = true } = options;
  const converted = await readForeignHistory(session.client, tool, source, version);
  for (const { migration } of converted) {
    const { up, down } = migration;
    for (const script of down ? [up, down] : [up]) analyzeScript(script);
  }
  return {
    converted,
    comparison: compare ? await compareAll(session, options, version, converted) : undefined,
  };
}

async function compareAll(
  session: Session,
  options: ImportOptions,
  version: string,
  converted: readonly ConvertedMigration[],
): Promise<ImportComparison> {
  const applied = converted.filter((one) => one.applied).map(({ migration }) => migration);
  const comparison = await compareImport(session, applied, options);
  const { differences } = comparison;
  if (differences.length === 0 || options.allowDrift) return comparison;
  throw driftError(version, differences, {
    why: 'Expected is what the applied migrations make on an empty database. Nothing was written or recorded.',
    fix: `Put the difference into a migration of ${options.tool}, or take it back. Objects that are not ours: --exclude PATTERN. To import all the same: --allow-drift`,
  });
}

async function adopt(
  options: ImportOptions,
  converted: readonly ConvertedMigration[],
  snapshot: { readonly path: string; readonly sql: string } | null,
  compared: string,
): Promise<void> {
  const remove = writeMigrations(
    options.migrations,
    converted.map(({ migration }) => migration),
    snapshot ? [snapshot] : [],
  );
  try {
    await recordUnderLock(options, async (session) => {
      await refuseApplied(session, 'An import');
      const applied = converted.filter((one) => one.applied);
      return applied.map((one, index) =>
        entryOf(options.tool, one, index === applied.length - 1 ? compared : undefined),
      );
    });
  } catch (error) {
    remove();
    throw error;
  }
}

/** The last one, which completes the version, says how that compares with the database. */
function entryOf(
  tool: ImportTool,
  { migration, source, appliedAt }: ConvertedMigration,
  compared: string | undefined,
): LedgerEntry {
  const { id, version, sequence, up } = migration;
  const when = appliedAt ? [`applied at ${appliedAt.toISOString()}`] : [];
  return {
    migration: id,
    version,
    sequence,
    completesVersion: compared !== undefined,
    direction: 'up',
    action: 'import',
    checksum: up.checksum,
    downChecksum: migration.down?.checksum,
    note: [`${tool}: ${source.path}`, ...when, ...(compared ? [compared] : [])].join(', '),
  };
}

function describeComparison(differences: readonly StructureDifference[] | null): string {
  if (!differences) return 'not compared with the database';
  return differences.length === 0
    ? 'compared: it makes what the database is'
    : `compared, differences allowed: ${differences.length}`;
}

const summary = ({ migration, source, applied }: ConvertedMigration) => {
  return { migration: migration.id, version: migration.version, source: source.path, applied };
};

function invalidVersion(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_NAME_INVALID',
    message: `${version} is not a version.`,
    fix: 'Give one like 1.0.0.',
    meta: { version },
  });
}
