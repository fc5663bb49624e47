import type { ChangeOrigin } from '../audit/audit-log.ts';
import type { Release, ReleaseMigration, ReleaseRepeatable, ReleaseSquash } from './release.ts';
import type { ReleaseMetadata } from './release-metadata.ts';

/** Our own store of releases: what the Schema API serves. A published version never changes. */
export interface ReleaseCatalog {
  /**
   * Publishes a release with its artifacts, all or nothing. The same content
   * again is `unchanged`; other content throws `RELEASE_ALREADY_PUBLISHED` and
   * changes nothing. Any number of publishers may run at once.
   */
  readonly publish: (
    release: PublishedRelease,
    origin?: ChangeOrigin,
  ) => Promise<'published' | 'unchanged'>;
  /** Every version, lowest first. */
  readonly listVersions: () => Promise<readonly VersionSummary[]>;
  /** What the tag `latest` names: where nobody set it, the highest version that is neither a prerelease nor yanked. */
  readonly latestVersion: () => Promise<string | undefined>;
  /** The tags with the versions that they name, `latest` among them; none where nothing is published. */
  readonly listTags: () => Promise<Readonly<Record<string, string>>>;
  /** Sets or moves a tag. Throws `RELEASE_NOT_PUBLISHED`. */
  readonly setTag: (name: string, version: string, origin?: ChangeOrigin) => Promise<void>;
  /** Takes a tag away. Throws `TAG_NOT_FOUND`. */
  readonly removeTag: (name: string, origin?: ChangeOrigin) => Promise<void>;
  /** Says of a version what services are told of it; `null` takes a part back. Gives all that is said now. Throws `RELEASE_NOT_PUBLISHED`. */
  readonly setNotice: (
    version: string,
    notice: ReleaseNotice,
    origin?: ChangeOrigin,
  ) => Promise<Required<ReleaseNotice>>;
  readonly findRelease: (version: string) => Promise<CatalogRelease | undefined>;
  /** Without bytes; by version (lowest first), then ecosystem, name and file name. */
  readonly listArtifacts: (filter: ArtifactFilter) => Promise<readonly ArtifactSummary[]>;
  /** What an artifact is, without its bytes. */
  readonly findArtifact: (
    ecosystem: ArtifactSummary['ecosystem'],
    name: string,
    filename: string,
  ) => Promise<ArtifactSummary | undefined>;
  readonly readArtifact: (
    ecosystem: ArtifactSummary['ecosystem'],
    name: string,
    filename: string,
  ) => Promise<ArtifactContent | undefined>;
}

/** What services are told of a release that they should leave. */
export interface ReleaseNotice {
  /** Why it should not be used any more, and what instead. */
  readonly deprecated?: string | null;
  /** The version to use instead of a deprecated one; said with `deprecated`. Throws `RELEASE_NOT_PUBLISHED` for one that is not there. */
  readonly replacement?: string | null;
  /** Why no range of versions leads to it any more. */
  readonly yanked?: string | null;
}

/** A release and everything that was built from it. */
export interface PublishedRelease {
  readonly kind: 'publishedRelease';
  readonly release: Release;
  readonly artifacts: readonly PublishedArtifact[];
}

export interface VersionSummary {
  readonly kind: 'versionSummary';
  readonly version: string;
  readonly previous: string | null;
  /** Of a hotfix of an older line: the later versions whose databases may take it, too. */
  readonly appliesTo?: readonly string[];
  /** The hotfixes of older lines that its databases have. */
  readonly includes?: readonly string[];
  readonly bump: ReleaseMetadata['bump'];
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** The content hash of the schema's meaning. */
  readonly hash: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  readonly deprecated?: string;
  readonly yanked?: string;
}

export interface CatalogRelease {
  readonly kind: 'catalogRelease';
  readonly version: string;
  /** The text of `schema.prisma`. */
  readonly schema: string;
  readonly metadata: ReleaseMetadata;
  readonly changelog: string;
  /** In the order they are applied. */
  readonly migrations: readonly ReleaseMigration[];
  /** The scripts that run again when they change; left out where there are none. */
  readonly repeatables?: readonly ReleaseRepeatable[];
  /** The squashed script that it brings; left out where it brings none. */
  readonly squash?: ReleaseSquash;
  /** The text of `structure.json`; none of releases that were published before it was kept. */
  readonly structure?: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
}

/** Each part narrows; an empty filter is everything. */
export interface ArtifactFilter {
  readonly version?: string;
  readonly ecosystem?: ArtifactSummary['ecosystem'];
  readonly name?: string;
}

/** A packed package as it is published. */
export interface PublishedArtifact {
  /** Of the services that it is the client of: `node`, `typescript`, `python`. None for a package that joins others. */
  readonly language?: string;
  readonly ecosystem: 'npm' | 'pypi';
  readonly format: 'npm-tarball' | 'wheel' | 'sdist';
  readonly name: string;
  /** As its ecosystem spells it: `2.0.0-rc.1` for npm, `2.0.0rc1` for PyPI. */
  readonly version: string;
  /** `org-db-client-node-2.0.0.tgz`, `org_db_client-2.0.0-py3-none-any.whl`. */
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Subresource integrity, `sha512-<base64>`, as npm writes it. */
  readonly integrity: string;
  /** npm: the package.json inside. pypi: absent. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** pypi: the METADATA (or PKG-INFO) text inside. npm: absent. */
  readonly coreMetadata?: string;
}

/** An artifact as registries list it. */
export interface ArtifactSummary extends Omit<PublishedArtifact, 'bytes'> {
  readonly kind: 'artifactSummary';
  /** Of the release. */
  readonly version: string;
  /** As its ecosystem spells it. */
  readonly packageVersion: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-1 as lower-case hex: npm's `dist.shasum`. */
  readonly shasum: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  readonly deprecated?: string;
  readonly yanked?: string;
}

export interface ArtifactContent {
  readonly kind: 'artifactContent';
  readonly summary: ArtifactSummary;
  readonly bytes: Uint8Array;
}
