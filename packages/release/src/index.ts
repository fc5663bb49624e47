export { type BuildOptions, buildRelease } from './build-release.ts';
export * from './catalog.ts';
export { checkReleases } from './check-releases.ts';
export { type FreezeOptions, freezeRelease } from './freeze-release.ts';
export {
  formatFinding,
  type ReleaseFinding,
  type ReleaseFindingId,
} from './inspection/release-finding.ts';
export { loadNaming } from './load-naming.ts';
export { publishRelease } from './publish-release.ts';
export { readReleases } from './read-releases.ts';
export type { ChangeSummary, MigrationChecksums } from './release-metadata.ts';
export { bumpBetween, compareVersions, isVersion, latestOf } from './schema-version.ts';
