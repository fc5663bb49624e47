import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import semver from 'semver';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { type ConvertedMigration, convertHistory } from '../import/convert-history.ts';
import { dbmate } from '../import/dbmate.ts';
import { flyway } from '../import/flyway.ts';
import type { ForeignTool, ImportTool } from '../import/foreign-history.ts';
import { golangMigrate } from '../import/golang-migrate.ts';
import { refuseImportProblems } from '../import/import-problems.ts';
import { prisma } from '../import/prisma.ts';
import { sqitch } from '../import/sqitch.ts';
import { refuseTakenFolder, writeMigrations } from '../import/write-migrations.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import { readHistory } from '../tracking/read-history.ts';
import type { LedgerEntry } from '../tracking/record-entry.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { recordUnderLock } from './record-under-lock.ts';

/** How each tool's files and table are read. */
export const TOOLS: Readonly<Record<ImportTool, ForeignTool>> = {
  prisma,
  flyway,
  'golang-migrate': golangMigrate,
  dbmate,
  sqitch,
};

/** The tools whose histories can be taken over. */
export const IMPORT_TOOLS: readonly ImportTool[] = Object.keys(TOOLS) as ImportTool[];

/** What to take over, and where to. */
export interface ImportOptions
  extends Pick<MigrateOptions, 'connection' | 'waitForLockMs' | 'onEvent' | 'gitCommit'> {
  readonly tool: ImportTool;
  /** The folder that the tool reads. */
  readonly source: string;
  /** The folder of migrations to write; it must not have any yet. */
  readonly migrations: string;
  /** The version that the database is at then. Default 1.0.0. What is not applied becomes the next minor one. */
  readonly version?: string;
  /** Reads and checks, and writes neither files nor rows. */
  readonly dryRun?: boolean;
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
}

/**
 * Takes over the history that another tool has of a database: its files become
 * versioned migrations, and what its table says is applied is so in ours. The
 * database itself, the other tool's table included, is left as it is.
 *
 * @throws SchemaServiceError MIGRATION_IMPORT_REFUSED, MIGRATION_HISTORY_NOT_EMPTY, MIGRATION_NAME_INVALID,
 *   and what the analysis of the scripts refuses
 */
export async function importHistory(options: ImportOptions): Promise<ImportResult> {
  const { tool, version = '1.0.0' } = options;
  if (semver.valid(version) !== version) throw invalidVersion(version);
  refuseTakenFolder(options.migrations);
  try {
    const converted = await readAll(options, TOOLS[tool], version);
    const migrations = converted.map(({ migration }) => migration);
    // Refuses what could not be run, before anything is written.
    for (const { up, down } of migrations)
      for (const script of down ? [up, down] : [up]) analyzeScript(script);
    if (!options.dryRun) await adopt(options, converted);
    return { kind: 'importResult', tool, version, migrations: converted.map(summary) };
  } catch (error) {
    throw databaseError(error);
  }
}

async function readAll(
  { connection, source }: ImportOptions,
  tool: ForeignTool,
  version: string,
): Promise<readonly ConvertedMigration[]> {
  const files = tool.readFiles(source);
  await using session = await openSession(connection);
  const { client } = session;
  await refuseHistory(client);
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS found',
    [tool.table],
  );
  if (!rows[0]?.found) throw noTable(tool);
  const state = await tool.readState(client, files);
  refuseImportProblems(tool, files, state);
  return convertHistory(files, state, version);
}

async function adopt(
  options: ImportOptions,
  converted: readonly ConvertedMigration[],
): Promise<void> {
  const remove = writeMigrations(
    options.migrations,
    converted.map(({ migration }) => migration),
  );
  try {
    await recordUnderLock(options, async (client) => {
      await refuseHistory(client);
      return converted.filter(({ applied }) => applied).map(entryOf(options.tool));
    });
  } catch (error) {
    remove();
    throw error;
  }
}

function entryOf(tool: ImportTool) {
  return (
    { migration, source, appliedAt }: ConvertedMigration,
    index: number,
    applied: readonly ConvertedMigration[],
  ): LedgerEntry => {
    const { id, version, sequence, up } = migration;
    const when = appliedAt ? `, applied at ${appliedAt.toISOString()}` : '';
    return {
      migration: id,
      version,
      sequence,
      completesVersion: index === applied.length - 1,
      direction: 'up',
      action: 'import',
      checksum: up.checksum,
      note: `${tool}: ${source.path}${when}`,
    };
  };
}

const summary = ({ migration, source, applied }: ConvertedMigration) => {
  return { migration: migration.id, version: migration.version, source: source.path, applied };
};

async function refuseHistory(client: Client): Promise<void> {
  const rows = (await readHistory(client)).length;
  if (rows === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_HISTORY_NOT_EMPTY',
    message: 'The database has a history of migrations already.',
    why: `An import is where a history begins, and there ${rows === 1 ? 'is 1 row' : `are ${rows} rows`}.`,
    fix: 'See with history what has run, and move the database with up or down.',
    meta: { rows },
  });
}

function noTable({ tool, table }: ForeignTool): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: `The database has no table ${table}.`,
    why: `That is where ${tool} keeps what is applied.`,
    fix: 'Check the database and its search_path, or adopt it with baseline.',
    meta: { tool, table },
  });
}

function invalidVersion(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_NAME_INVALID',
    message: `${version} is not a version.`,
    fix: 'Give one like 1.0.0.',
    meta: { version },
  });
}
