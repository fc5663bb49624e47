import { scanSync } from 'libpg-query';
import type { LintFinding } from '../lint-finding.ts';
import { UNDECIDED } from '../rules/file-rules.ts';
import type { LintScript } from '../sql/parse-script.ts';

const MARK = /^--\s*TODO\b:?\s*(?<what>.*)$/;

/** The places in a script that a person has still to write or to decide on. */
export function findUndecidedPlaces({ path, sql, positions }: LintScript): readonly LintFinding[] {
  // Scanning is as slow as parsing, and most files have none.
  if (!sql.includes('TODO')) return [];
  const { id: rule, severity } = UNDECIDED;
  return scanSync(sql).tokens.flatMap(({ tokenName, text, start }): LintFinding[] => {
    const { what } = (tokenName === 'SQL_COMMENT' && MARK.exec(text.trim())?.groups) || {};
    if (what === undefined) return [];
    const message = `Undecided: ${what || 'a TODO'}`;
    return [{ kind: 'lintFinding', rule, severity, path, ...positions.at(start), message }];
  });
}
