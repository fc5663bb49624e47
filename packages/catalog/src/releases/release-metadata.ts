/**
 * What `schema/versions/<version>/metadata.json` says. It covers every byte of
 * its release, and through `previousDigest` those before it, as an `atlas.sum`
 * does: an edit anywhere in the history shows, even one that corrects the
 * metadata beside it.
 */
export interface ReleaseMetadata {
  readonly formatVersion: 1;
  readonly version: string;
  /** The release before it, or null for the first. */
  readonly previous: string | null;
  /**
   * Of a hotfix of an older line: the later releases whose databases may take its migrations, too. Every order ends in the
   * same structure, which was proven when it was made.
   */
  readonly appliesTo?: readonly string[];
  /** The hotfixes of older lines that databases of this release have beside the releases that it was built on. */
  readonly includes?: readonly string[];
  /** How far the version moved from the last release that was no prerelease; `major` for the first. */
  readonly bump: 'major' | 'minor' | 'patch' | 'none';
  /** The day of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** The content hash of the schema's meaning. */
  readonly hash: string;
  /** SHA-256 of the frozen files' bytes. */
  readonly files: {
    readonly 'schema.prisma': string;
    readonly 'changelog.md': string;
  };
  readonly migrations: readonly MigrationChecksums[];
  /** The scripts that run again when they change, by name; absent where there are none. */
  readonly repeatables?: readonly RepeatableDigest[];
  /** Of the squashed script that it brings; absent where it brings none. */
  readonly squash?: SquashDigests;
  /** SHA-256 of `structure.json` beside the migrations; absent where there was none at the freeze. */
  readonly structure?: string;
  /** SHA-256 of `layout.json` beside the migrations, which says which versions they keep alive; absent where they keep none. */
  readonly layout?: string;
  /** What changed since `previous`; empty for the first. */
  readonly changes: readonly ChangeSummary[];
  /**
   * How clients fare on databases: of this release and of each one before it, both ways, and between earlier ones of
   * which no release recorded it. Absent in releases of earlier tools.
   */
  readonly clients?: readonly RecordedVerdict[];
  /** The `digest` of the release before it, or null for the first. */
  readonly previousDigest: string | null;
  /** SHA-256 over the canonical JSON of everything above. */
  readonly digest: string;
}

/** SHA-256 of a migration's files; `down` is null for one without a down. */
export interface MigrationChecksums {
  /** The folder's name: `001_init`. */
  readonly id: string;
  readonly up: string;
  readonly down: string | null;
}

/** SHA-256 of a repeatable script. */
export interface RepeatableDigest {
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly digest: string;
}

/** SHA-256 of `squash.sql` and `squash.json` beside the migrations. */
export interface SquashDigests {
  readonly script: string;
  readonly record: string;
}

/** A change without its two sides, which the schemas themselves hold. */
export interface ChangeSummary {
  /** As it was called when the version was frozen: `FIELD_REMOVED`. */
  readonly id: string;
  readonly path: string;
  readonly severity: 'breaking' | 'dangerous' | 'safe';
}

/** How a client of one version fares on a database of another, as it was judged at a freeze. */
export interface RecordedVerdict {
  readonly client: string;
  readonly database: string;
  readonly answer: 'ok' | 'degraded' | 'refuse';
  /** What is in the way, a sentence each. */
  readonly missing: readonly string[];
}
