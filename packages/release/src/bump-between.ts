import type { Bump } from '@schema-service/schema-diff';
import semver from 'semver';

/**
 * The bump that lies between two versions, a prerelease counting as the version
 * it leads to. Below 1.0.0 the parts mean one more, as `^` ranges read them: a
 * 0.2.0 may break 0.1.0.
 */
export function bumpBetween(previous: string, version: string): Bump {
  const part = semver.diff(previous, version)?.replace(/^pre(?=.)/, '');
  const bump: Bump = part === 'major' || part === 'minor' || part === 'patch' ? part : 'none';
  if (semver.major(previous) > 0 || bump === 'none') return bump;
  return bump === 'patch' ? 'minor' : 'major';
}
