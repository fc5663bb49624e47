export { applyChanges, comparableSchema } from './apply/apply-changes.ts';
export type {
  Change,
  ChangeFact,
  ChangeFactOf,
  ChangeId,
  ChangeOf,
  EntityKind,
  FieldType,
  Judgement,
  RelationActions,
  RelationMapping,
  RelationShape,
  RenameFact,
  RenameSide,
  Subject,
  SubjectOf,
} from './change.ts';
export {
  type ChangeRecord,
  changeRecord,
  declarationOf,
  type FactRecord,
  type JsonValue,
  subjectPath,
} from './change-record.ts';
export {
  type ClientAge,
  type ClientAnswer,
  type ClientOutlook,
  type ClientVerdict,
  clientOutlook,
  clientVerdicts,
} from './client-verdict.ts';
export {
  type Answer,
  type Bridged,
  type Bump,
  bridgedOf,
  bumpOf,
  type Compatibility,
  compareBumps,
  type Severity,
} from './compatibility.ts';
export { diff } from './diff.ts';
export type { DiffOptions, LikelyRename, Rename, RenameFinding } from './diff-options.ts';
export {
  checkAnnotation,
  declarationsByPath,
  renameAnnotation,
  stateOverRenames,
  withoutDiffAnnotations,
} from './renames/annotations.ts';
export { likelyRenames } from './renames/likely-renames.ts';
export { isRename, renamesIn, reversedRenames } from './renames/renames-in.ts';
export { renameFindings } from './renames/resolve-renames.ts';
export { type UnderCurrentNamesOptions, underCurrentNames } from './renames/under-current-names.ts';
export { changeIds } from './rules/rules.ts';
