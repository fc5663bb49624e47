export { formatFinding } from './format-finding.ts';
export { isExplainable } from './ignore/apply-ignores.ts';
export type {
  LintFinding,
  LintLock,
  LintSeverity,
  LockDuration,
  LockMode,
} from './lint-finding.ts';
export type { ExistingTable, LintFile, LintOptions } from './lint-input.ts';
export { lintMigrations } from './lint-migrations.ts';
