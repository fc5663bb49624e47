import type { Pool } from 'pg';
import type { ChangeOrigin } from '../audit/audit-log.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { PublishedArtifact, PublishedRelease } from '../releases/release-catalog.ts';
import { publishWhole } from './publish-whole.ts';
import { pendingParts, readStaged, recordOfPart, stagePart, stageRecord } from './staging.ts';

/** A package that is to become part of a release. */
export interface StagedPart
  extends Pick<
    PublishedArtifact,
    'ecosystem' | 'name' | 'version' | 'filename' | 'sha256' | 'bytes'
  > {
  /** SHA-256 over the files inside, whatever packed them. */
  readonly content: string;
}

/** What a release consists of beside its packages. */
export interface StagedRecord {
  readonly version: string;
  /** The `contentDigest` of the release. */
  readonly digest: string;
  /** Of its packages. */
  readonly filenames: readonly string[];
  readonly bundle: Uint8Array;
}

/** What has come of a release that is not complete. */
export interface PendingRelease {
  /** When its record came; null without one: then it is not known what is missing. */
  readonly recordAt: string | null;
  readonly parts: readonly {
    readonly filename: string;
    readonly sha256: string;
    readonly stagedAt: string;
    /** It waited too long: it has to be sent again. */
    readonly isExpired: boolean;
  }[];
  /** File names of what the record lists and nobody sent. */
  readonly missing: readonly string[];
}

/** Publishes releases, as a whole or by their parts. Any number of processes may at once. */
export interface Publications {
  /**
   * Publishes a whole release in one transaction. Nothing becomes `latest` by
   * it but the first release. The same content again is `unchanged`. What was
   * staged of the release is replaced where it has the same content.
   *
   * @param contents the digest of each package's content by its file name
   * @throws SchemaServiceError `RELEASE_ALREADY_PUBLISHED`, `PACKAGE_ALREADY_PUBLISHED`
   */
  readonly publish: (
    release: PublishedRelease,
    contents: ReadonlyMap<string, string>,
    origin?: ChangeOrigin,
  ) => Promise<'published' | 'unchanged'>;
  /**
   * Keeps a package for its release. The same content again is `present`.
   *
   * @throws SchemaServiceError `PACKAGE_ALREADY_PUBLISHED`
   */
  readonly stagePart: (part: StagedPart, origin?: ChangeOrigin) => Promise<'staged' | 'present'>;
  /** Keeps a release's record. @throws SchemaServiceError `RELEASE_ALREADY_PUBLISHED` */
  readonly stageRecord: (
    record: StagedRecord,
    origin?: ChangeOrigin,
  ) => Promise<'staged' | 'present'>;
  /** The version of the staged record that lists a package. */
  readonly recordOfPart: (filename: string) => Promise<string | undefined>;
  /** A staged record with the packages of it that have come. */
  readonly readStaged: (
    version: string,
  ) => Promise<
    { readonly record: StagedRecord; readonly parts: ReadonlyMap<string, Uint8Array> } | undefined
  >;
  /** Undefined where nothing of it has come. */
  readonly pending: (version: string) => Promise<PendingRelease | undefined>;
}

/** The publications, in the catalog's database. */
export function createPublications(pool: Pool, blobs: BlobStore): Publications {
  return {
    publish: (release, contents, origin) => publishWhole(pool, blobs, release, contents, origin),
    stagePart: (part, origin) => stagePart(pool, part, origin),
    stageRecord: (record, origin) => stageRecord(pool, record, origin),
    recordOfPart: (filename) => recordOfPart(pool, filename),
    readStaged: (version) => readStaged(pool, version),
    pending: (version) => pendingParts(pool, version),
  };
}
