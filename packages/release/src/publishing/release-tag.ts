import { isPrerelease } from '@schema-service/repository';
import semver from 'semver';

/**
 * The tag that a version is to be installed by, as npm's dist-tags are used:
 * `latest` for the highest version, `next` for a prerelease, and for a patch of
 * an older line its own: `latest-1`, or `latest-1.1` where 1.x went on. Pure.
 *
 * @param published the versions that are out
 */
export function tagOf(version: string, published: readonly string[]): string {
  if (isPrerelease(version)) return 'next';
  const higher = published.filter((one) => !isPrerelease(one) && semver.gt(one, version));
  if (higher.length === 0) return 'latest';
  const [major, minor] = [semver.major(version), semver.minor(version)];
  return higher.some((one) => semver.major(one) === major)
    ? `latest-${major}.${minor}`
    : `latest-${major}`;
}
