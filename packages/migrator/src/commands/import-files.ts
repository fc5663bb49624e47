import { convertHistory } from '../import/convert-history.ts';
import type { ImportTool } from '../import/foreign-history.ts';
import { TOOLS } from '../import/read-foreign-history.ts';
import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';

/**
 * The migrations in another tool's folder as those of one version, numbered
 * anew. No database is asked, and nothing is written: they are taken to be
 * applied wherever that tool ran.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND, and what the analysis of the scripts refuses
 */
export function importFiles(
  tool: ImportTool,
  source: string,
  version: string,
): readonly Migration[] {
  const files = TOOLS[tool].readFiles(source);
  const rows = files.map(({ key }) => ({ key }));
  const converted = convertHistory(files, { rows, problems: [] }, version);
  for (const { migration } of converted) {
    analyzeScript(migration.up);
    if (migration.down) analyzeScript(migration.down);
  }
  return converted.map(({ migration }) => migration);
}
