export { type BuildOptions, buildRelease } from './build-release.ts';
export { bumpBetween } from './bump-between.ts';
export type { Changeset } from './changesets/changeset.ts';
export { changeKey, changesetText } from './changesets/changeset-text.ts';
export { generatedPackages } from './changesets/generated-packages.ts';
export { readChangesets } from './changesets/read-changesets.ts';
export { requestedBump } from './changesets/requested-bump.ts';
export { summaryOf } from './changesets/summary-of.ts';
export { checkReleases } from './check-releases.ts';
export { type FreezeOptions, freezeRelease } from './freeze-release.ts';
export {
  formatFinding,
  type ReleaseFinding,
  type ReleaseFindingId,
} from './inspection/release-finding.ts';
export { bumpToAskFor, firstVersion, nextVersion } from './plan/next-version.ts';
export { type PlanInput, planRelease } from './plan/plan-release.ts';
export type { PlannedMigration, ReleasePlan, WorkMigration } from './plan/release-plan.ts';
export { publishRelease } from './publish-release.ts';
export { checkPullRequest } from './pull-request/check-pull-request.ts';
export type {
  LintFact,
  PullRequestFacts,
  RehearsalFact,
} from './pull-request/pull-request-facts.ts';
export type {
  PullRequestFinding,
  PullRequestFindingId,
} from './pull-request/pull-request-finding.ts';
export { readReleases } from './read-releases.ts';
export type { ReadRelease } from './release.ts';
export { type AppliedPlan, type ApplyOptions, applyPlan } from './version/apply-plan.ts';
export {
  type CreatedVersion,
  type CreateVersionOptions,
  createVersion,
} from './version/create-version.ts';
