import type { ArtifactSummary } from '@schema-service/catalog';
import { maxSatisfying, rsort } from 'semver';
import { unscoped } from './find-package.ts';

/** What installs need of a version; the rest of its manifest stays out of the abbreviated packument. */
const installFields = [
  'name',
  'version',
  'bin',
  'bundleDependencies',
  'cpu',
  'dependencies',
  'deprecated',
  'directories',
  'engines',
  'funding',
  'libc',
  'optionalDependencies',
  'os',
  'peerDependencies',
  'peerDependenciesMeta',
] as const;

/** The catalog's tags, with the versions that they name. */
type Tags = Readonly<Record<string, string>>;

export interface Packument {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, object>>;
  /** In the abbreviated form too: without it pnpm asks again for the full one, to know a version's age. */
  readonly time: Readonly<Record<string, string>>;
}

/** A package's document with everything about every version. */
export function fullPackument(
  artifacts: readonly ArtifactSummary[],
  tags: Tags,
  registry: string,
): Packument {
  const description = newest(artifacts)?.manifest?.description;
  return {
    ...{ _id: artifacts[0]?.name, description },
    ...packument(artifacts, tags, (artifact) => versionManifest(artifact, registry)),
  };
}

/** The document with only what an install needs (`application/vnd.npm.install-v1+json`). */
export function abbreviatedPackument(
  artifacts: readonly ArtifactSummary[],
  tags: Tags,
  registry: string,
): Packument {
  return {
    ...{ modified: times(artifacts).modified },
    ...packument(artifacts, tags, ({ manifest = {}, ...artifact }) => {
      const kept = installFields.flatMap((field) =>
        field in manifest ? [[field, manifest[field]]] : [],
      );
      return {
        ...Object.fromEntries(kept),
        ...deprecation(artifact),
        dist: dist(artifact, registry),
      };
    }),
  };
}

/** One version's package.json, with where and what its tarball is. */
export function versionManifest(artifact: ArtifactSummary, registry: string): object {
  const { name, version, manifest } = artifact;
  return {
    ...manifest,
    _id: `${name}@${version}`,
    ...deprecation(artifact),
    dist: dist(artifact, registry),
  };
}

/** The tags of the releases, as far as the package has them. `latest` is what every install needs: the newest where the release that it names lacks the package. */
export function distTags(
  artifacts: readonly ArtifactSummary[],
  tags: Tags,
): Readonly<Record<string, string>> {
  const versions = new Set(artifacts.map(({ version }) => version));
  const latest = newest(artifacts);
  return {
    ...(latest ? { latest: latest.version } : {}),
    ...Object.fromEntries(Object.entries(tags).filter(([, version]) => versions.has(version))),
  };
}

/** npm has no word for a yanked version: it is one to leave, too. */
function deprecation({
  deprecated,
  yanked,
}: Pick<ArtifactSummary, 'deprecated' | 'yanked'>): object {
  const message = yanked === undefined ? deprecated : `Withdrawn: ${yanked}`;
  return message === undefined ? {} : { deprecated: message };
}

function packument(
  artifacts: readonly ArtifactSummary[],
  tags: Tags,
  manifestOf: (artifact: ArtifactSummary) => object,
): Packument {
  return {
    name: artifacts[0]?.name ?? '',
    'dist-tags': distTags(artifacts, tags),
    versions: Object.fromEntries(artifacts.map((it) => [it.version, manifestOf(it)])),
    time: times(artifacts),
  };
}

function dist(artifact: Omit<ArtifactSummary, 'manifest'>, registry: string): object {
  const { name, version, integrity, shasum } = artifact;
  // npm refuses a tarball that lies outside the registry's own path.
  const tarball = `${registry}/${name}/-/${unscoped(name)}-${version}.tgz`;
  return { tarball, integrity, shasum };
}

function times(artifacts: readonly ArtifactSummary[]): Record<string, string> {
  const published = artifacts.map(({ version, publishedAt }) => [version, publishedAt] as const);
  const sorted = published.map(([, time]) => time).sort();
  return {
    created: sorted[0] ?? '',
    modified: sorted.at(-1) ?? '',
    ...Object.fromEntries(published),
  };
}

/** The highest version that is no prerelease, or the highest prerelease where there is nothing else. */
export function newest(artifacts: readonly ArtifactSummary[]): ArtifactSummary | undefined {
  const versions = artifacts.map(({ version }) => version);
  const latest = maxSatisfying(versions, '*') ?? rsort(versions)[0];
  return artifacts.find(({ version }) => version === latest);
}
