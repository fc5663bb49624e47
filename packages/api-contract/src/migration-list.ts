import { type Static, Type } from 'typebox';
import { Version } from './version.ts';

/** One migration: an up and down pair of SQL scripts. */
export const Migration = Type.Object({
  id: Type.String({ description: 'E.g. 005_materialized_views.' }),
  version: Version,
  up: Type.String({ description: 'The SQL that moves a database forward.' }),
  down: Type.Union([Type.String(), Type.Null()], {
    description: 'The SQL that undoes it; null where it cannot be undone.',
  }),
  checksums: Type.Object(
    { up: Type.String(), down: Type.Union([Type.String(), Type.Null()]) },
    { description: "SHA-256 of each script's UTF-8 bytes, lower-case hex." },
  ),
});
export type Migration = Static<typeof Migration>;

/** The migrations that belong to one version, in the order they run, with what they are verified by. */
export const MigrationList = Type.Object({
  version: Version,
  migrations: Type.Array(Migration),
  metadata: Type.Optional(
    Type.Unsafe<Readonly<Record<string, unknown>>>({
      type: 'object',
      additionalProperties: true,
      description: 'metadata.json of the frozen version: the digest of each script, and its own.',
    }),
  ),
  structure: Type.Optional(
    Type.String({ description: 'structure.json, as text: what the migrations up to here make.' }),
  ),
});
export type MigrationList = Static<typeof MigrationList>;
