import type { LintScript } from './parse-script.ts';
import type { LintStatement } from './statement.ts';

/** A statement as it is written, without what stands before it and without its semicolon. */
export const statementText = ({ bytes }: LintScript, { start, end }: LintStatement): string =>
  bytes.toString('utf8', start, end).trimEnd();
