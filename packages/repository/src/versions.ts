import semver from 'semver';

/** Whether the text is a semver version in its one canonical spelling (`1.2.0`, `2.0.0-rc.1`; no `v`, no build part). */
export function isVersion(text: string): boolean {
  return semver.valid(text) === text;
}

export const isPrerelease = (version: string): boolean => semver.prerelease(version) !== null;

/** Orders versions for `sort`, lowest first. */
export const compareVersions = (a: string, b: string): -1 | 0 | 1 => semver.compare(a, b);

/** The highest version that is not a prerelease: what `latest` means everywhere. */
export function latestOf(versions: readonly string[]): string | undefined {
  return versions.filter((version) => !isPrerelease(version)).sort(semver.rcompare)[0];
}

/** How far a version moves from another, as compatibility counts it. */
export type VersionBump = 'major' | 'minor' | 'patch' | 'none';

/**
 * The bump that lies between two versions, a prerelease counting as the version
 * it leads to. Below 1.0.0 the parts mean one more, as `^` ranges read them: a
 * 0.2.0 may break 0.1.0.
 */
export function bumpBetween(previous: string, version: string): VersionBump {
  const part = semver.diff(previous, version)?.replace(/^pre(?=.)/, '');
  const bump: VersionBump =
    part === 'major' || part === 'minor' || part === 'patch' ? part : 'none';
  if (semver.major(previous) > 0 || bump === 'none') return bump;
  return bump === 'patch' ? 'minor' : 'major';
}
