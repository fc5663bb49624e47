export { formatFinding } from './format-finding.ts';
export { isExplainable } from './ignore/is-explainable.ts';
export type { LintFile } from './lint-file.ts';
export type {
  LintFinding,
  LintLock,
  LintSeverity,
  LockDuration,
  LockMode,
} from './lint-finding.ts';
export { lintMigrations } from './lint-migrations.ts';
export type { ExistingTable, LintOptions } from './lint-options.ts';
