import { applyIgnores } from './ignore/apply-ignores.ts';
import { findDirectiveMistakes } from './ignore/directive-mistakes.ts';
import { findUndecidedPlaces } from './ignore/undecided-places.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintFile, LintOptions } from './lint-input.ts';
import { lintScript } from './lint-script.ts';
import { parseScript } from './sql/parse-script.ts';
import { createDatabaseState } from './state/database-state.ts';
import { addExistingTables } from './state/existing-tables.ts';

/** The oldest release that still gets fixes. */
const OLDEST_POSTGRES = 14;

/**
 * Judges the migrations of one version. A table that one of the files creates is empty and nobody uses it yet,
 * so that what is done to it in the same version is no finding.
 *
 * @param files in the order in which they run
 * @returns in the order of the files and their lines; a syntax error is a finding too, and the one of its file
 */
export async function lintMigrations(
  files: readonly LintFile[],
  { postgresMajor = OLDEST_POSTGRES, existingTables = {} }: LintOptions = {},
): Promise<readonly LintFinding[]> {
  const database = createDatabaseState();
  const findings: LintFinding[] = [];
  let transactions = 0;
  for (const file of files) {
    const script = await parseScript(file);
    // Only now is the parser loaded, which reads their types.
    if (file === files[0]) addExistingTables(database, existingTables);
    const found = lintScript(script, database, {
      postgresMajor,
      nextTransaction: () => transactions++,
    });
    findings.push(...applyIgnores(script, found));
    if (!script.mistake) findings.push(...findUndecidedPlaces(script));
    findings.push(...findDirectiveMistakes(script));
  }
  return findings;
}
