import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions } from '../migrations/version.ts';
import { type LineVersion, lineTo, type VersionLinks } from '../migrations/version-line.ts';

/** A release, and the one that it is built on. */
export interface ReleaseLink extends VersionLinks {
  readonly version: string;
  readonly previous: string | null;
}

/** The releases of one line, the first one first: those that the last is built on, hotfixes that apply there, and itself. */
export function historyBefore<T extends ReleaseLink>(
  releases: readonly T[],
  version: string | null,
): readonly T[] {
  return releaseLineTo(releases, version).map(({ release }) => release);
}

/** The same, with which of them are hotfixes. */
export function releaseLineTo<T extends ReleaseLink>(
  releases: readonly T[],
  version: string | null,
): readonly (LineVersion & { readonly release: T })[] {
  const byVersion = new Map(releases.map((release) => [release.version, release]));
  if (version === null || !byVersion.has(version)) return [];
  const versions = [...byVersion.keys()].sort(compareVersions);
  return lineTo(version, versions, (one) => byVersion.get(one) ?? {}).flatMap((one) => {
    const release = byVersion.get(one.version);
    return release ? [{ ...one, release }] : [];
  });
}

/** What a command is about: a version that it goes to, and the one that is latest where it says none. */
export interface HistoryChoice {
  /** A version, `none`, or whatever was typed. */
  readonly to?: string;
  readonly latest: string | undefined;
  /** Where the releases come from, for the error. */
  readonly from: string;
}

/**
 * Of all releases the line that a command is about: that of the latest, or of the
 * highest that is built on the version it goes to, since the database may be
 * above that. Releases of other lines are none of its business. Pure.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_VERSION_UNKNOWN
 */
export function chooseHistory<T extends ReleaseLink>(
  releases: readonly T[],
  { to, latest, from }: HistoryChoice,
): readonly T[] {
  const highestFirst = releases.toSorted((a, b) => compareVersions(b.version, a.version));
  if (to === undefined || to === 'none') {
    return historyBefore(releases, latest ?? highestFirst[0]?.version ?? null);
  }
  for (const { version } of highestFirst) {
    const history = historyBefore(releases, version);
    if (history.some((one) => one.version === to)) return history;
  }
  const versions = highestFirst.map(({ version }) => version).reverse();
  throw new SchemaServiceError({
    code: 'MIGRATION_SOURCE_VERSION_UNKNOWN',
    message: `${from} has no version ${to}.`,
    why: `It has ${versions.join(', ') || 'none'}.`,
    fix: /^https?:/.test(from)
      ? 'Choose one of them, or publish it there first.'
      : 'Choose one of them, or install the package of that version.',
    meta: { from, version: to, versions },
  });
}
