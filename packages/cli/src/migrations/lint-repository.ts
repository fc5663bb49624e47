import { join, relative } from 'node:path';
import { type Migration, readRepeatables } from '@schema-service/migrator';
import { type LintFinding, lintMigrations } from '@schema-service/sql-lint';
import type { RepositoryMigrations } from './pending-migrations.ts';
import { recordedStructure, tablesIn } from './recorded-structure.ts';

/**
 * The findings in some migrations of a repository. Each is judged together with
 * the others of its version, and with what is recorded of the version before.
 *
 * @param base what the paths of findings are relative to
 */
export async function lintRepository(
  { folder, all }: RepositoryMigrations,
  selected: readonly Migration[],
  base: string,
): Promise<readonly LintFinding[]> {
  const pathOf = ({ up }: Migration): string => relative(base, join(folder, up.path));
  const wanted = new Set(selected.map(pathOf));
  const versions = [...new Set(selected.map(({ version }) => version))];
  const findings: LintFinding[] = [];
  for (const version of versions) {
    const files = all
      .filter((migration) => migration.version === version)
      .map((migration) => ({ path: pathOf(migration), sql: migration.up.sql }));
    const before = all.findLast((other) => other.sequence < firstOf(all, version))?.version;
    const existingTables = tablesIn(await recordedStructure(folder, before));
    findings.push(...(await lintMigrations(files, { existingTables })));
  }
  return findings.filter(({ path }) => wanted.has(path));
}

/** The findings in the scripts that run again when they change: on a database that has the tables of the highest version, full of rows. */
export async function lintRepeatables(
  { folder, all }: RepositoryMigrations,
  base: string,
): Promise<readonly LintFinding[]> {
  const files = readRepeatables(folder).map(({ script: { path, sql } }) => ({
    path: relative(base, join(folder, path)),
    sql,
  }));
  if (files.length === 0) return [];
  const existingTables = tablesIn(await recordedStructure(folder, all.at(-1)?.version));
  return lintMigrations(files, { existingTables });
}

function firstOf(all: readonly Migration[], version: string): number {
  return all.find((migration) => migration.version === version)?.sequence ?? 0;
}
