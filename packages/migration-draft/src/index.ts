export { type DataCheck, dataChecks } from './data-checks.ts';
export { type DraftOptions, draftMigrations } from './draft-migrations.ts';
export type { MigrationDraft } from './migration-draft.ts';
export type { Structure, StructureObject } from './structure/structure.ts';
