import { SchemaServiceError } from '@schema-service/errors';
import {
  hotfixesOf,
  migratedVersion,
  type ReadRelease,
  readReleases,
  releaseLine,
} from '@schema-service/release';
import { compareVersions, latestVersion } from '@schema-service/repository';
import { withReleaseRoot } from './with-repository-at.ts';

/** The releases of a later line that a hotfix of this one is to apply to. */
export interface LaterLine {
  /** A repository as the last of them has it. */
  readonly later: string;
  /** The release with migrations that both lines go back to. */
  readonly previous: string;
  /** The releases that lead from there to the one that was named, lowest first. */
  readonly appliesTo: readonly string[];
  /** Those of them that have migrations. */
  readonly versions: readonly string[];
}

/**
 * Works with the lines of releases that were named, each as its tag has it.
 *
 * @throws SchemaServiceError RELEASE_HOTFIX_REFUSED where one was not built on the latest release here, and what
 *   {@link withReleaseRoot} throws
 */
export async function withLaterLines<Result>(
  root: string,
  named: readonly string[],
  work: (lines: readonly LaterLine[]) => Promise<Result>,
  lines: readonly LaterLine[] = [],
): Promise<Result> {
  const [first, ...rest] = named;
  if (first === undefined) return work(lines);
  return withReleaseRoot(root, `v${first.replace(/^v/, '')}`, async (later, version) => {
    const line = laterLine(await readReleases(later), version, await latestHere(root), later);
    return withLaterLines(root, rest, work, [...lines, line]);
  });
}

async function latestHere(root: string): Promise<ReadRelease> {
  const version = latestVersion(root);
  const release = (await readReleases(root)).find((one) => one.version === version);
  if (release === undefined) throw new Error(`${version} is frozen and was not read.`);
  return release;
}

function laterLine(
  releases: readonly ReadRelease[],
  version: string,
  base: ReadRelease,
  later: string,
): LaterLine {
  const line = releaseLine(releases, version);
  const isBase = ({ metadata }: ReadRelease): boolean => metadata.digest === base.metadata.digest;
  const isOnLine =
    line.some(isBase) ||
    (releases.some(isBase) && hotfixesOf(releases, version).includes(base.version));
  const above = line.filter((release) => compareVersions(release.version, base.version) > 0);
  const previous = migratedVersion(releases, base.version);
  if (!isOnLine || previous === undefined || above.length === 0) {
    throw new SchemaServiceError({
      code: 'RELEASE_HOTFIX_REFUSED',
      message: `${version} was not built on ${base.version}, the latest release here.`,
      why: 'A hotfix applies to releases that follow the one that it is built on.',
      fix: "Make it on a branch from its line's last release, and name a release of a later line.",
      meta: { version, base: base.version },
    });
  }
  const versions = above
    .filter(({ migrations }) => migrations.length > 0)
    .map((release) => release.version);
  const appliesTo = above.map((release) => release.version);
  return { later, previous, appliesTo, versions };
}
