import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DatabaseStructure, Migration } from '@schema-service/migrator';
import { type ExistingTable, type LintFinding, lintMigrations } from '@schema-service/sql-lint';
import type { RepositoryMigrations } from './pending-migrations.ts';

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
    const existingTables = before === undefined ? {} : await recordedTables(folder, before);
    findings.push(...(await lintMigrations(files, { existingTables })));
  }
  return findings.filter(({ path }) => wanted.has(path));
}

function firstOf(all: readonly Migration[], version: string): number {
  return all.find((migration) => migration.version === version)?.sequence ?? 0;
}

/** The tables that a release's `structure.json` records; none where there is no such file. */
async function recordedTables(
  folder: string,
  version: string,
): Promise<Readonly<Record<string, ExistingTable>>> {
  const file = join(folder, version, 'structure.json');
  if (!existsSync(file)) return {};
  const { objects }: DatabaseStructure = JSON.parse(await readFile(file, 'utf8'));
  const tables = objects.filter(({ kind }) => kind === 'table');
  return Object.fromEntries(
    tables.map(({ name: table }) => {
      const columns = objects.filter(
        (object) => object.kind === 'column' && object.table === table,
      );
      const types = columns.map(({ name, properties }) => [
        name.slice(table.length + 1),
        String(properties.type),
      ]);
      return [table.replace(/^public\./, ''), { columns: Object.fromEntries(types) }];
    }),
  );
}
