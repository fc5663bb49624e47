export { type Bump, bumpOf, compareBumps } from './bump.ts';
export type { Change, ChangeFact, RenameSide, Severity } from './change.ts';
export { type ChangeId, changeIds } from './change-id.ts';
export type { Answer, Compatibility } from './compatibility.ts';
export { diff } from './diff.ts';
export type { DiffOptions, LikelyRename, Rename, RenameFinding } from './diff-options.ts';
export type { JsonValue } from './json-value.ts';
