/**
 * The release catalog alone, for processes that serve releases and do not build
 * them: nothing of schema engines and code generators is loaded.
 */

export {
  type CatalogMigration,
  ensureCatalogSchema,
  type MigrateUp,
} from './adapters/postgres/ensure-catalog-schema.ts';
export {
  createPostgresCatalog,
  type PostgresCatalogOptions,
} from './adapters/postgres/postgres-catalog.ts';
export type {
  ArtifactContent,
  ArtifactFilter,
  ArtifactSummary,
  CatalogRelease,
  PublishedRelease,
  ReleaseCatalog,
  VersionSummary,
} from './ports/release-catalog.ts';
export type { Release, ReleaseMigration } from './release.ts';
export type { ReleaseMetadata } from './release-metadata.ts';
