import type { LintRule } from './rule.ts';

/** A finding about a file and not about a statement; no comment silences it. */
export type FileRule = Omit<LintRule, 'check'>;

export const SYNTAX_ERROR: FileRule = {
  kind: 'lintRule',
  id: 'syntax-error',
  severity: 'error',
  summary: 'what PostgreSQL cannot parse',
  why: 'The migration fails. Nothing else in the file was looked at.',
};

export const IGNORE_COMMENT: FileRule = {
  kind: 'lintRule',
  id: 'ignore-comment',
  severity: 'error',
  summary: 'an ignore comment without a reason, of an unknown rule, or that silences nothing',
  why: 'A reviewer would take it for an explanation. Write -- schemactl: ignore RULE because REASON directly above the statement, or at its end; remove it when the finding is gone.',
};

export const UNDECIDED: FileRule = {
  kind: 'lintRule',
  id: 'undecided',
  severity: 'error',
  summary: 'a comment that begins with TODO',
  why: 'Something about the rows that are there, or the SQL of a view, is still to be decided on; what stands in for it only lets the migration be tried. Write what is meant, and take the TODO out.',
};

export const DIRECTIVE: FileRule = {
  kind: 'lintRule',
  id: 'directive',
  severity: 'error',
  summary: 'a directive of the migrator that is misspelt, or does not stand at the top',
  why: 'The migrator refuses the script: what is meant would silently not be done. Write -- migrator: and the directive in small letters, above everything but comments of a line.',
};

export const FILE_RULES: readonly FileRule[] = [SYNTAX_ERROR, IGNORE_COMMENT, UNDECIDED, DIRECTIVE];
