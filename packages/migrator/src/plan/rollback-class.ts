import type { RollbackClass } from '@schema-service/postgres-sql';
import { scriptLosses } from '../loss/script-losses.ts';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';

/**
 * How a migration goes back: without a down, not at all.
 *
 * @throws SchemaServiceError what {@link analyzeScript} refuses in the down
 */
export function rollbackClass({ down }: Migration): RollbackClass {
  return down ? downClass(down, analyzeScript(down)) : 'impossible';
}

/** What a down costs: by its header, otherwise lossy where it is not known to keep everything. */
export function downClass(down: MigrationScript, analysis: ScriptAnalysis): RollbackClass {
  const loses = () => scriptLosses(down, analysis).length > 0;
  return analysis.header.rollback ?? (loses() ? 'lossy' : 'instant');
}
