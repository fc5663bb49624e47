import { bumpBetween, compareVersions } from '@schema-service/repository';
import { type Bump, compareBumps } from '@schema-service/schema-diff';
import semver from 'semver';

export { bumpBetween };

// A module of its own outside: light, for commands that must start quickly.

/** What the first release of a schema is called. */
export const firstVersion = '1.0.0';

/**
 * The version that is in work: where the next migration goes, and what the next
 * release will be called as far as is known now. It is what `changeset version`
 * makes of a changeset with this bump, or the work folder that is there already
 * where that is higher: once work is on 3.0.0, a patch does not take it back.
 *
 * @param latest the last release that is no prerelease; null before the first
 * @param bump what the changesets ask for
 * @param workFolders the versions in `migrations/` that are not frozen, in any order
 */
export function nextVersion(
  latest: string | null,
  bump: Bump,
  workFolders: readonly string[],
): string {
  const highest = workFolders
    .filter((version) => latest === null || compareVersions(version, latest) > 0)
    .toSorted(compareVersions)
    .at(-1);
  if (latest === null) return highest ?? firstVersion;
  const bumped = raise(latest, bump);
  return highest !== undefined && compareVersions(highest, bumped) > 0 ? highest : bumped;
}

/** The version that a changeset with this bump leads to from a release. */
export function raise(version: string, bump: Bump): string {
  return bump === 'none' ? version : (semver.inc(version, bump) ?? version);
}

/**
 * The least that a changeset has to ask for, so that the version moves as far as
 * the changes need. Below 1.0.0 the parts mean one more: a minor may break.
 */
export function bumpToAskFor(latest: string | null, needed: Bump): Bump {
  if (latest === null) return needed;
  const bumps: readonly Bump[] = ['none', 'patch', 'minor', 'major'];
  const enough = (bump: Bump): boolean =>
    compareBumps(bumpBetween(latest, raise(latest, bump)), needed) >= 0;
  return bumps.find(enough) ?? 'major';
}
