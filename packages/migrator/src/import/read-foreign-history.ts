import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import { type ConvertedMigration, convertHistory } from './convert-history.ts';
import { dbmate } from './dbmate.ts';
import { flyway } from './flyway.ts';
import type { ForeignTool, ImportTool } from './foreign-history.ts';
import { golangMigrate } from './golang-migrate.ts';
import { refuseImportProblems } from './import-problems.ts';
import { prisma } from './prisma.ts';
import { sqitch } from './sqitch.ts';

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

/**
 * Reads a tool's files and table, and converts them. What is applied becomes `version`.
 *
 * @throws SchemaServiceError MIGRATION_IMPORT_REFUSED, MIGRATIONS_NOT_FOUND
 */
export async function readForeignHistory(
  client: Client,
  name: ImportTool,
  source: string,
  version: string,
): Promise<readonly ConvertedMigration[]> {
  const tool = TOOLS[name];
  const files = tool.readFiles(source);
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS found',
    [tool.table],
  );
  if (!rows[0]?.found) throw noTable(tool);
  const state = await tool.readState(client, files);
  refuseImportProblems(tool, files, state);
  return convertHistory(files, state, version);
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
