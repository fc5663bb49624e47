export { type DataCheck, dataChecks } from './data-checks.ts';
export { type DraftOptions, draftMigrations, operationsBetween } from './draft-migrations.ts';
export type { MigrationDraft } from './migration-draft.ts';
export {
  type Batches,
  type Operation,
  type Part,
  type Phase,
  phaseOf,
  type Stage,
  type Statement,
  stages,
} from './operation.ts';
export type { KnownDifference } from './structure/found-parts.ts';
export type { Structure, StructureObject } from './structure/structure.ts';
