import { SchemaServiceError } from '@schema-service/errors';
import { changeRecord, compareBumps } from '@schema-service/schema-diff';
import type { ReleasePlan } from './release-plan.ts';

/**
 * Refuses a version that promises more than its changes keep. They count from the last release that was no
 * prerelease: prereleases promise nothing to each other.
 *
 * @throws SchemaServiceError RELEASE_BUMP_TOO_SMALL
 */
export function refuseTooSmall({
  version,
  previous,
  bump: taken,
  needed,
  changesSincePrevious,
}: ReleasePlan): void {
  if (compareBumps(taken, needed) >= 0) return;
  const reasons = changesSincePrevious
    .filter(({ bump }) => compareBumps(bump, taken) > 0)
    .map(changeRecord);
  throw new SchemaServiceError({
    code: 'RELEASE_BUMP_TOO_SMALL',
    message: [
      `From ${previous} to ${version} is a ${taken} bump, and the schema changed by a ${needed} one:`,
      ...reasons.map(({ id, path, bump }) => `  ${path} ${id} (${bump})`),
    ].join('\n'),
    why: 'Services choose versions by what their numbers promise.',
    fix: `Choose a version that is a ${needed} bump from ${previous}, or take these changes back.`,
    meta: { version, previous, taken, needed, changes: reasons },
  });
}
