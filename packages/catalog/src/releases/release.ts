import type { ReleaseMetadata } from './release-metadata.ts';

/** The immutable record of a version, as its frozen files hold it. */
export interface Release {
  readonly kind: 'release';
  readonly version: string;
  /** The text of `schema.prisma`. */
  readonly schema: string;
  readonly metadata: ReleaseMetadata;
  /** The text of `changelog.md`. */
  readonly changelog: string;
  /** In the order they are applied. */
  readonly migrations: readonly ReleaseMigration[];
  /** The scripts that run again when they change, by name; left out where there are none. */
  readonly repeatables?: readonly ReleaseRepeatable[];
  /** The squashed script that it brings; left out where it brings none. */
  readonly squash?: ReleaseSquash;
  /** The text of `structure.json`: what the migrations up to here make. One that was added after the freeze has no digest in the metadata. */
  readonly structure?: string;
}

/** A migration that a release brings: SQL up, and down where there is a way. */
export interface ReleaseMigration {
  readonly kind: 'migration';
  /** The folder's name: `001_init`. */
  readonly id: string;
  readonly version: string;
  readonly up: string;
  readonly down: string | null;
  /** SHA-256 of the files' bytes. */
  readonly checksums: { readonly up: string; readonly down: string | null };
}

/** A script that a new database begins with in the place of migrations of this release or of earlier ones. */
export interface ReleaseSquash {
  /** The text of `squash.sql`. */
  readonly script: string;
  /** The text of `squash.json`: what it stands for. */
  readonly record: string;
}

/** A script that databases of the release run again where it is another than they ran last: a view, a function, grants. */
export interface ReleaseRepeatable {
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly sql: string;
}
