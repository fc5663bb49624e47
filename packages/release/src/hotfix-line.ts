import type { ReleaseMetadata } from '@schema-service/catalog';
import { compareVersions } from '@schema-service/repository';

interface LinkedRelease {
  readonly version: string;
  readonly metadata: Pick<ReleaseMetadata, 'previous' | 'appliesTo' | 'includes'>;
}

/** The hotfixes of older lines that databases of a release take, lowest version first. Pure. */
export function hotfixesOf(releases: readonly LinkedRelease[], version: string): readonly string[] {
  const chain = chainTo(releases, version);
  const included = new Set(chain.flatMap(({ metadata }) => metadata.includes ?? []));
  const taken = new Set(chain.map((release) => release.version));
  const sorted = releases.toSorted((a, b) => compareVersions(a.version, b.version));
  for (const { version: own, metadata } of sorted) {
    const { previous, appliesTo } = metadata;
    const isMeant = included.has(own) || appliesTo?.includes(version);
    if (isMeant && previous !== null && taken.has(previous)) taken.add(own);
  }
  return [...taken].slice(chain.length);
}

/** Those of them that no release on the way names: the next release is the first to include them. Pure. */
export function newHotfixes(releases: readonly LinkedRelease[], base: string): readonly string[] {
  const known = new Set(chainTo(releases, base).flatMap(({ metadata }) => metadata.includes ?? []));
  return hotfixesOf(releases, base).filter((version) => !known.has(version));
}

/** A release and those that it was built on, the first one first. */
function chainTo(releases: readonly LinkedRelease[], version: string): readonly LinkedRelease[] {
  const release = releases.find((other) => other.version === version);
  if (release === undefined) return [];
  const { previous } = release.metadata;
  return [...(previous === null ? [] : chainTo(releases, previous)), release];
}
