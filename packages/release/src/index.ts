export { toolVersions } from '@schema-service/codegen';
export {
  isSignedBy,
  manifestFile,
  manifestText,
  parseManifest,
  type ReleaseManifest,
  releaseManifest,
  signatureFile,
  signManifest,
} from '@schema-service/publication';
export { migrationsPackage } from './artifacts/migrations-package.ts';
export { type BuildOptions, buildRelease } from './build-release.ts';
export type { Changeset } from './changesets/changeset.ts';
export { requestedBump } from './changesets/changeset.ts';
export { changeKey, changesetText } from './changesets/changeset-text.ts';
export { generatedPackages } from './changesets/generated-packages.ts';
export { readChangesets } from './changesets/read-changesets.ts';
export { summaryOf } from './changesets/summary-of.ts';
export { checkReleases } from './check-releases.ts';
export { inTemporaryFolder } from './files/temporary-folder.ts';
export { type FreezeOptions, freezeRelease } from './freeze-release.ts';
export { hotfixesOf } from './hotfix-line.ts';
export {
  formatFinding,
  type ReleaseFinding,
  type ReleaseFindingId,
} from './inspection/release-finding.ts';
export { migrationsPackageName, workspacePackages } from './package-names.ts';
export { type PlanInput, planRelease } from './plan/plan-release.ts';
export { type PlanWorkOptions, planWork } from './plan/plan-work.ts';
export {
  isEmptyPlan,
  type PlannedMigration,
  type ReleasePlan,
  type WorkMigration,
} from './plan/release-plan.ts';
export { publishRelease } from './publish-release.ts';
export { fillWorkspace } from './publishing/fill-workspace.ts';
export type { Notification, ReleaseEvent } from './publishing/notifiers/notifier.ts';
export { notifyAll } from './publishing/notifiers/notifier.ts';
export { openNotifiers } from './publishing/notifiers/open-notifiers.ts';
export { openRegistries, type RegistryContext } from './publishing/open-registries.ts';
export {
  type PublishReport,
  promoteEverywhere,
  publishEverywhere,
  type TaggedRegistry,
} from './publishing/publish-everywhere.ts';
export { readBuiltRelease, writeBuiltRelease } from './publishing/release-folder.ts';
export { releasePackages } from './publishing/release-packages.ts';
export type {
  BuiltRelease,
  Notice,
  Outcome,
  PackageVersion,
  ReleaseDocument,
  ReleasePackages,
  ReleaseRegistry,
} from './publishing/release-registry.ts';
export { tagOf } from './publishing/release-tag.ts';
export { type VerifiedRegistry, verifyPublished } from './publishing/verify-published.ts';
export type {
  PullRequestFinding,
  PullRequestFindingId,
} from './pull-request/check-pull-request.ts';
export { checkPullRequest } from './pull-request/check-pull-request.ts';
export type {
  LintFact,
  PullRequestFacts,
  RehearsalFact,
} from './pull-request/pull-request-facts.ts';
export type { ReadRelease } from './read-releases.ts';
export { migratedVersion, readReleases, releaseLine } from './read-releases.ts';
export { readMigrationNumbers } from './renumber/read-numbers.ts';
export {
  type MigrationNumbers,
  type NumberClash,
  numberClashes,
  renumber,
  type UnreleasedMigration,
} from './renumber/renumbering.ts';
export { type AppliedPlan, type ApplyOptions, applyPlan } from './version/apply-plan.ts';
export {
  type CreatedVersion,
  type CreateVersionOptions,
  createVersion,
} from './version/create-version.ts';
export { moveMigrations, removeEmptied } from './version/move-migrations.ts';
export { bumpBetween, bumpToAskFor, firstVersion, nextVersion } from './versions.ts';
export { type Withdrawal, withdrawRelease } from './withdrawal.ts';
