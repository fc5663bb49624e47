export {
  type CatalogMigration,
  ensureCatalogSchema,
  type MigrateUp,
} from './ensure-catalog-schema.ts';
export { createPostgresCatalog, type PostgresCatalogOptions } from './postgres-catalog.ts';
export type { Release, ReleaseMigration } from './release.ts';
export type {
  ArtifactContent,
  ArtifactFilter,
  ArtifactSummary,
  CatalogRelease,
  PublishedArtifact,
  PublishedRelease,
  ReleaseCatalog,
  ReleaseNotice,
  VersionSummary,
} from './release-catalog.ts';
export type { ChangeSummary, MigrationChecksums, ReleaseMetadata } from './release-metadata.ts';
