import type { Bump, Change } from '@schema-service/schema-diff';
import type { RepeatableChange } from '../repeatables.ts';

/** What would be released now. Plain data; nothing was touched. */
export interface ReleasePlan {
  readonly kind: 'releasePlan';
  readonly version: string;
  /** The last release that is no prerelease, from which `bump` counts; null for the first. */
  readonly previous: string | null;
  /** The last release of any kind, which this one is built on; null for the first. */
  readonly base: string | null;
  /** How far the version moves from `previous`; `major` for the first. */
  readonly bump: Bump;
  /** What the changes ask for; the release is refused where it is more than `bump`. */
  readonly needed: Bump;
  /** What the changesets that are not released yet ask for; `none` where there is none. */
  readonly requested: Bump;
  /** Since `base`, as the metadata will record them. */
  readonly changes: readonly Change[];
  /** Since `previous`, as the changelog tells them: the same but for prereleases. */
  readonly changesSincePrevious: readonly Change[];
  /** In the order they are applied. */
  readonly migrations: readonly PlannedMigration[];
  /** The repeatable scripts that are not what they were in `base`; left out where all are. */
  readonly repeatables?: readonly RepeatableChange[];
  /** The text of `changelog.md`. */
  readonly changelog: string;
}

/** A migration in work, and where the release will have it. Paths are relative to the root. */
export interface PlannedMigration {
  readonly kind: 'plannedMigration';
  /** The folder's name: `007_ratings`. */
  readonly id: string;
  /** `migrations/2.1.0/007_ratings` */
  readonly from: string;
  /** The same, or under the version that the release came to have. */
  readonly to: string;
  /** Of one that the release writes itself, so that databases record that its repeatable scripts ran. */
  readonly scripts?: { readonly up: string; readonly down: string };
}

/** A migration of a version that is not frozen. */
export interface WorkMigration {
  /** The folder that it stands in now: `2.1.0`. */
  readonly version: string;
  readonly id: string;
  /** The text of its `up.sql`. */
  readonly up: string;
}

/** Whether there is nothing to release: no change, no migration, and no changeset that asks for a version. */
export function isEmptyPlan({ changes, migrations, requested }: ReleasePlan): boolean {
  return changes.length === 0 && migrations.length === 0 && requested === 'none';
}
