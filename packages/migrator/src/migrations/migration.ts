import type { Phase } from '@schema-service/postgres-sql';
import type { Squash } from '../squash/squash-file.ts';
import type { Hotfix } from './version-line.ts';

/** One SQL file of a migration, as it lies on disk. */
export interface MigrationScript {
  readonly kind: 'migrationScript';
  /** Relative to the folder of migrations, with `/`: `1.0.0/001_init/up.sql`. */
  readonly path: string;
  /** The text that PostgreSQL gets: UTF-8, without a byte order mark. */
  readonly sql: string;
  /** SHA-256 of the bytes of the file, in hex. Line endings count. */
  readonly checksum: string;
}

/** A step of the schema's history, forwards and, where `down` is there, back. */
export interface Migration {
  readonly kind: 'migration';
  /** The folder's name, unique over all versions: `001_init`. */
  readonly id: string;
  /** The semver version that it belongs to: `1.0.0`. */
  readonly version: string;
  /** The number in the id. Numbers run on from version to version. */
  readonly sequence: number;
  /** Where it is of an older line than the version that is gone to. */
  readonly hotfix?: Hotfix;
  /** Where its `up.sql` says one: where it stands in a release beside which older versions stay alive. */
  readonly phase?: Phase;
  /** Of a contract: the version that it ends; left out where that is every version below its own. */
  readonly ends?: string;
  readonly up: MigrationScript;
  readonly down?: MigrationScript;
  /** Of the last migration that a squashed script stands for: that script, with which a new database begins. */
  readonly squash?: Squash;
  /** Whether its scripts were removed when it was squashed: of `up` only the checksum is known. */
  readonly isRemoved?: true;
  /** SHA-256 of the `down.sql` that was removed with it. */
  readonly removedDown?: string;
}
