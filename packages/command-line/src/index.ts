export { EXIT, type ExitCode, exitCodeOf, type UsageError, usageErrors } from './endings.ts';
export { countText, tableLines, tableText } from './text.ts';
