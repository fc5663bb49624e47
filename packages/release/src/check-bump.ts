import { SchemaServiceError } from '@schema-service/errors';
import { isPrerelease } from '@schema-service/repository';
import {
  type Bump,
  bumpOf,
  changeRecord,
  compareBumps,
  type DiffOptions,
  diff,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { ReadRelease } from './read-releases.ts';
import { bumpBetween } from './versions.ts';

/**
 * The bump that a version takes from the last release that was no prerelease:
 * prereleases promise nothing to each other. Throws `RELEASE_BUMP_TOO_SMALL`
 * when the changes since then ask for more.
 */
export function checkBump(
  version: string,
  model: SchemaModel,
  earlier: readonly ReadRelease[],
  options: DiffOptions = {},
): Bump {
  const stable = earlier.findLast((release) => !isPrerelease(release.version));
  if (stable === undefined) return 'major';
  const taken = bumpBetween(stable.version, version);
  const changes = diff(stable.model, model, options);
  const needed = bumpOf(changes);
  if (compareBumps(taken, needed) >= 0) return taken;
  const reasons = changes.filter(({ bump }) => compareBumps(bump, taken) > 0).map(changeRecord);
  throw new SchemaServiceError({
    code: 'RELEASE_BUMP_TOO_SMALL',
    message: [
      `From ${stable.version} to ${version} is a ${taken} bump, and the schema changed by a ${needed} one:`,
      ...reasons.map(({ id, path, bump }) => `  ${path} ${id} (${bump})`),
    ].join('\n'),
    why: 'Services choose versions by what their numbers promise.',
    fix: `Choose a version that is a ${needed} bump from ${stable.version}, or take these changes back.`,
    meta: { version, previous: stable.version, taken, needed, changes: reasons },
  });
}
