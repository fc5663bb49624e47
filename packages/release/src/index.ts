export { ensureCatalogSchema } from './adapters/postgres/ensure-catalog-schema.ts';
export {
  createPostgresCatalog,
  type PostgresCatalogOptions,
} from './adapters/postgres/postgres-catalog.ts';
export { type BuildOptions, buildRelease } from './build-release.ts';
export { checkReleases } from './check-releases.ts';
export { type FreezeOptions, freezeRelease } from './freeze-release.ts';
export {
  formatFinding,
  type ReleaseFinding,
  type ReleaseFindingId,
} from './inspection/release-finding.ts';
export { loadNaming } from './load-naming.ts';
export type {
  ArtifactContent,
  ArtifactFilter,
  ArtifactSummary,
  CatalogRelease,
  PublishedRelease,
  ReleaseCatalog,
  VersionSummary,
} from './ports/release-catalog.ts';
export { publishRelease } from './publish-release.ts';
export { readReleases } from './read-releases.ts';
export type { Release, ReleaseMigration } from './release.ts';
export type {
  ChangeSummary,
  MigrationChecksums,
  ReleaseMetadata,
} from './release-metadata.ts';
export { bumpBetween, compareVersions, isVersion, latestOf } from './schema-version.ts';
