export { type DataCheck, dataChecks } from './data-checks.ts';
export {
  type Column,
  type Database,
  databaseOf,
  type EnumType,
  type Table,
} from './database/database.ts';
export { distinctName, type Name, nameWith, sequenceName } from './database/names.ts';
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
  statement,
} from './operation.ts';
export { assembleDrafts } from './render/assemble-drafts.ts';
export { renderScript } from './render/render-script.ts';
export type { KnownDifference } from './structure/found-parts.ts';
export {
  type Dependent,
  dependentsOfColumns,
  goesWithColumns,
  type Structure,
  type StructureObject,
} from './structure/structure.ts';
export {
  type Conversion,
  type ConversionSides,
  convert,
  enumTransformation,
} from './values/conversion.ts';
export { familyOf } from './values/families.ts';
export { isVolatile } from './values/placeholder.ts';
