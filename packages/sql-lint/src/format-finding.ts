import type { LintFinding } from './lint-finding.ts';

/**
 * A finding as lines for a terminal: where, what, what it locks, and the safe way.
 *
 * @param source the file's text, for the line that is meant to be shown
 */
export function formatFinding(finding: LintFinding, source?: string): string {
  const { path, line, column, rule, severity, message, lock, recipe, ignored } = finding;
  const lines = [`${path}:${line}:${column} ${severity} ${rule}: ${message}`];
  const shown = source?.split('\n')[line - 1]?.trimEnd();
  if (shown) lines.push(`  | ${shown}`);
  if (ignored) return [...lines, `  ignored because ${ignored.reason}`].join('\n');
  if (lock) {
    const { mode, table, blocks, duration } = lock;
    lines.push(`  locks ${table} (${mode}): stops ${blocks} for ${durationText(duration)}`);
  }
  if (recipe) lines.push('  instead:', ...recipe.split('\n').map((one) => `    ${one}`.trimEnd()));
  return lines.join('\n');
}

const durationText = (duration: string): string =>
  duration === 'instant' ? 'an instant, and until the commit' : `${duration}, and until the commit`;
