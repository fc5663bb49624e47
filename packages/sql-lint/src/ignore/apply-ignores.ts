import type { LintFinding } from '../lint-finding.ts';
import type { StatementFinding } from '../lint-script.ts';
import { FILE_RULES, IGNORE_COMMENT, SYNTAX_ERROR } from '../rules/file-rules.ts';
import { RULES } from '../rules/rules.ts';
import type { LintScript } from '../sql/parse-script.ts';
import { findIgnoreComments, type IgnoreComment } from './ignore-comments.ts';

/** The findings of a file, the silenced ones marked, and what is wrong with the comments that silence. */
export function applyIgnores(
  script: LintScript,
  found: readonly StatementFinding[],
): readonly LintFinding[] {
  const { path, mistake } = script;
  if (mistake) {
    const { id: rule, severity } = SYNTAX_ERROR;
    const { message, position } = mistake;
    return [{ kind: 'lintFinding', rule, severity, path, ...position, message: `${message}.` }];
  }
  const comments = findIgnoreComments(script);
  if (comments.length === 0) return found.map(({ finding }) => finding);
  const used = new Set<IgnoreComment>();
  const findings = found.map(({ finding, statement }): LintFinding => {
    const comment = comments.find(
      (one) => one.statement === statement && one.rule === finding.rule,
    );
    if (comment) used.add(comment);
    return comment?.reason ? { ...finding, ignored: { reason: comment.reason } } : finding;
  });
  const wrong = comments.flatMap((comment) => {
    const message = describeMistake(comment, used.has(comment));
    return message === undefined ? [] : [mistakeAt(script, comment, message)];
  });
  return [...findings, ...wrong].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  );
}

function describeMistake({ rule, reason }: IgnoreComment, isUsed: boolean): string | undefined {
  if (rule === '') return 'This names no rule: -- schemactl: ignore RULE because REASON';
  if (!RULES.some(({ id }) => id === rule)) return `There is no rule ${rule}.`;
  if (!reason) return `This has no reason: -- schemactl: ignore ${rule} because REASON`;
  return isUsed ? undefined : `${rule} finds nothing in the statement at this comment.`;
}

function mistakeAt(
  { path, positions }: LintScript,
  { start }: IgnoreComment,
  message: string,
): LintFinding {
  const { id: rule, severity } = IGNORE_COMMENT;
  return { kind: 'lintFinding', rule, severity, path, ...positions.at(start), message };
}

/** Whether a comment with a reason silences a finding. One about the file itself has to be corrected. */
export const isExplainable = ({ rule }: Pick<LintFinding, 'rule'>): boolean =>
  !FILE_RULES.some(({ id }) => id === rule);
