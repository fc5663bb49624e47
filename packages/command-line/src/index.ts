export { apisWithToken, forgetToken, keepToken, tokenFor } from './api-tokens.ts';
export { EXIT, type ExitCode, exitCodeOf, type UsageError, usageErrors } from './endings.ts';
export { canAnswer, isWatched } from './person.ts';
export { countText, durationText, tableLines, tableText } from './text.ts';
