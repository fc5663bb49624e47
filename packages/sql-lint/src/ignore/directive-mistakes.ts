import type { LintFinding } from '../lint-finding.ts';
import { DIRECTIVE } from '../rules/file-rules.ts';
import type { LintScript } from '../sql/parse-script.ts';

/** What is meant as a directive of the migrator, and would be refused by it. */
export function findDirectiveMistakes({
  path,
  directiveMistakes,
}: LintScript): readonly LintFinding[] {
  const { id: rule, severity } = DIRECTIVE;
  return directiveMistakes.map(({ line, text, problem }) => ({
    kind: 'lintFinding',
    rule,
    severity,
    path,
    line,
    column: problem?.column ?? 1,
    message: problem?.message ?? `This is not a directive of the migrator: ${text}`,
  }));
}
