export { type Bump, bumpOf, compareBumps } from './bump.ts';
export type { Change, ChangeFact, Severity } from './change.ts';
export { type ChangeId, changeIds } from './change-id.ts';
export { diff } from './diff.ts';
export type { JsonValue } from './json-value.ts';
export { draftMigrations } from './sql/draft-migrations.ts';
export type { MigrationDraft } from './sql/migration-draft.ts';
