import type { LintFile } from './lint-file.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintOptions } from './lint-options.ts';

/**
 * Judges the migrations of one version. A table that one of the files creates is empty and nobody uses it yet,
 * so that what is done to it in the same version is no finding.
 *
 * @param files in the order in which they run
 * @returns in the order of the files and their lines; a syntax error is a finding too
 */
export async function lintMigrations(
  _files: readonly LintFile[],
  _options: LintOptions = {},
): Promise<readonly LintFinding[]> {
  throw new Error('not there yet');
}
