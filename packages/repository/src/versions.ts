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
