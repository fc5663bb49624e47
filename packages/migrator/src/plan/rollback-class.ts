import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';
import type { RollbackClass } from '../sql/script-header.ts';
import { scriptRemovals } from './script-removals.ts';

/**
 * How a migration goes back: without a down, not at all.
 *
 * @throws SchemaServiceError what {@link analyzeScript} refuses in the down
 */
export function rollbackClass({ down }: Migration): RollbackClass {
  return down ? downClass(down, analyzeScript(down)) : 'impossible';
}

/** What a down costs: by its header, otherwise lossy where it removes a table or a column. */
export function downClass(down: MigrationScript, analysis: ScriptAnalysis): RollbackClass {
  const removes = () => scriptRemovals(down, analysis).length > 0;
  return analysis.header.rollback ?? (removes() ? 'lossy' : 'instant');
}
