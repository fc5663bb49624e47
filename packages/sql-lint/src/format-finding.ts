import type { LintFinding } from './lint-finding.ts';

/** A finding as lines for a terminal: where, what, what it locks, and the safe way. */
export function formatFinding(finding: LintFinding): string {
  const { path, line, column, rule, message } = finding;
  return `${path}:${line}:${column} ${rule} ${message}`;
}
