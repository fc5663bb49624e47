import { scanSync } from 'libpg-query';
import type { LintScript, LintStatement } from '../sql/parse-script.ts';

/** A comment that silences a rule at one statement. */
export interface IgnoreComment {
  /** Its byte offset. */
  readonly start: number;
  /** As it is written; empty where none is. */
  readonly rule: string;
  /** Missing where nothing was said. */
  readonly reason?: string;
  /** The statement that it stands above, in or behind. */
  readonly statement?: LintStatement;
}

const MARK = /^--\s*schemactl:\s*ignore\b/;
const COMMENT =
  /^--\s*schemactl:\s*ignore(?:\s+(?<rule>\S+))?(?:\s+because\s+(?<reason>\S.*))?\s*$/;

/** The ignore comments of a file: those that are comments, and not the text of a string. */
export function findIgnoreComments(script: LintScript): IgnoreComment[] {
  // Scanning is as slow as parsing, and most files have none.
  if (!script.sql.includes('schemactl:')) return [];
  return scanSync(script.sql)
    .tokens.filter(({ tokenName, text }) => tokenName === 'SQL_COMMENT' && MARK.test(text))
    .map(({ start, end, text }) => {
      const { rule = '', reason } = COMMENT.exec(text.trim())?.groups ?? {};
      const statement = statementAt(script, start, end);
      return { start, rule, ...(reason && { reason }), ...(statement && { statement }) };
    });
}

/** The statement that a comment is in, or whose line it ends, or that it stands directly above. */
function statementAt(
  { statements, bytes }: LintScript,
  start: number,
  end: number,
): LintStatement | undefined {
  const next = statements.findIndex((statement) => statement.end > start);
  const around = statements[next];
  if (around && around.start < start) return around;
  const previous = next === -1 ? statements.at(-1) : statements[next - 1];
  if (previous && !bytes.subarray(previous.end, start).includes('\n')) return previous;
  return around && !hasBlankLine(bytes.toString('utf8', end, around.start)) ? around : undefined;
}

const hasBlankLine = (text: string): boolean => /\n[^\S\n]*\n/.test(text);
