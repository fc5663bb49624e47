import type { LintFinding } from '../lint-finding.ts';
import { FILE_RULES } from '../rules/file-rules.ts';

/** Whether a comment with a reason silences a finding. One about the file itself has to be corrected. */
export const isExplainable = ({ rule }: Pick<LintFinding, 'rule'>): boolean =>
  !FILE_RULES.some(({ id }) => id === rule);
