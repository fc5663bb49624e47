import type { Artifact } from '@schema-service/codegen';
import type { Bump } from '@schema-service/schema-diff';
import type { Release, ReleaseMigration } from '../release.ts';
import type { ReleaseMetadata } from '../release-metadata.ts';

/** Our own store of releases: what the Schema API serves. A published version never changes. */
export interface ReleaseCatalog {
  /**
   * Publishes a release with its artifacts, all or nothing. The same content
   * again is `unchanged`; other content throws `RELEASE_ALREADY_PUBLISHED` and
   * changes nothing. Any number of publishers may run at once.
   */
  readonly publish: (release: PublishedRelease) => Promise<'published' | 'unchanged'>;
  /** Every version, lowest first. */
  readonly listVersions: () => Promise<readonly VersionSummary[]>;
  /** The highest version that is not a prerelease. */
  readonly latestVersion: () => Promise<string | undefined>;
  readonly findRelease: (version: string) => Promise<CatalogRelease | undefined>;
  /** Without bytes; by version (lowest first), then ecosystem, name and file name. */
  readonly listArtifacts: (filter: ArtifactFilter) => Promise<readonly ArtifactSummary[]>;
  readonly readArtifact: (
    ecosystem: Artifact['ecosystem'],
    name: string,
    filename: string,
  ) => Promise<ArtifactContent | undefined>;
}

/** A release and everything that was built from it. */
export interface PublishedRelease {
  readonly kind: 'publishedRelease';
  readonly release: Release;
  readonly artifacts: readonly Artifact[];
}

export interface VersionSummary {
  readonly kind: 'versionSummary';
  readonly version: string;
  readonly previous: string | null;
  readonly bump: Bump;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** The content hash of the schema's meaning. */
  readonly hash: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
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
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
}

/** Each part narrows; an empty filter is everything. */
export interface ArtifactFilter {
  readonly version?: string;
  readonly ecosystem?: Artifact['ecosystem'];
  readonly name?: string;
}

/** An artifact as registries list it. */
export interface ArtifactSummary extends Omit<Artifact, 'kind' | 'bytes'> {
  readonly kind: 'artifactSummary';
  /** In bytes. */
  readonly size: number;
  /** SHA-1 as lower-case hex: npm's `dist.shasum`. */
  readonly shasum: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
}

export interface ArtifactContent {
  readonly kind: 'artifactContent';
  readonly summary: ArtifactSummary;
  readonly bytes: Uint8Array;
}
