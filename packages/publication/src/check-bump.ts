import type { ReleaseMetadata } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { bumpBetween, isPrerelease, schemaFile } from '@schema-service/repository';
import { bumpOf, compareBumps, diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';

/** A release that a candidate was built on. */
export interface EarlierRelease {
  readonly version: string;
  readonly metadata: ReleaseMetadata;
  readonly schema: string;
}

/**
 * Refuses a version that moved less far than its changes ask for. They are
 * counted from the last release that was no prerelease.
 *
 * @param line what it was built on, the nearest first
 * @throws SchemaServiceError `RELEASE_BUMP_TOO_SMALL`, `RELEASE_BUMP_MISSTATED`
 */
export function checkBump(
  candidate: {
    readonly version: string;
    readonly bump: ReleaseMetadata['bump'];
    readonly model: SchemaModel;
  },
  line: readonly EarlierRelease[],
): void {
  const { version, bump, model } = candidate;
  const stable = line.find((earlier) => !isPrerelease(earlier.version));
  const moved = stable === undefined ? 'major' : bumpBetween(stable.version, version);
  if (bump !== moved) {
    throw new SchemaServiceError({
      code: 'RELEASE_BUMP_MISSTATED',
      message: `Version ${version} is a ${moved} bump, and its metadata says ${bump}.`,
      fix: 'Freeze the version again.',
      meta: { version, bump, moved },
    });
  }
  if (stable === undefined) return;
  const before = parseSchema([{ path: schemaFile, content: stable.schema }]);
  const changes = diff(before, model);
  const needed = bumpOf(changes);
  if (compareBumps(moved, needed) >= 0) return;
  const breaking = changes.filter((change) => compareBumps(change.bump, moved) > 0);
  throw new SchemaServiceError({
    code: 'RELEASE_BUMP_TOO_SMALL',
    message: `Version ${version} is a ${moved} bump of ${stable.version}, but the changes need a ${needed} one.`,
    why: breaking.map(({ id, reason }) => `${id}: ${reason}`).join('\n'),
    fix: `Release it as a ${needed} version.`,
    meta: { version, bump: moved, needed },
  });
}
