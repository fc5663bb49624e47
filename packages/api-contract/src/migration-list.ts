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

/** What the migrator tells a database of clients. */
const ClientVerdict = Type.Object({
  client: Version,
  database: Version,
  answer: Type.Enum(['ok', 'degraded', 'refuse']),
  missing: Type.Array(Type.String(), { description: 'What is in the way, a sentence each.' }),
});

/** A script that databases run again where it is another than they ran last: a view, a function, grants. */
const RepeatableScript = Type.Object({
  name: Type.String({ description: "The file's name without .sql." }),
  sql: Type.String(),
});

const repeatables = Type.Optional(
  Type.Array(RepeatableScript, {
    description: 'The scripts that run behind the migrations when they have changed.',
  }),
);

const squash = Type.Optional(
  Type.Object(
    {
      script: Type.String({ description: 'squash.sql, as text.' }),
      record: Type.String({ description: 'squash.json, as text: what it stands for.' }),
    },
    { description: 'The script that a new database begins with, where the release brings one.' },
  ),
);

/** What a release's migrations are verified by. */
const ReleaseDigests = Type.Object({
  version: Version,
  metadata: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: 'metadata.json of the frozen version.',
  }),
  structure: Type.Optional(Type.String({ description: 'structure.json, as text.' })),
  repeatables,
  squash,
});

/**
 * The migrations that belong to one version, or with `from` those between two, in the order they
 * run, with what they are verified by.
 */
export const MigrationList = Type.Object({
  version: Version,
  from: Type.Optional(
    Type.Union([Version, Type.Null()], {
      description: 'Of a way: where it begins; null is the empty database.',
    }),
  ),
  direction: Type.Optional(
    Type.Enum(['up', 'down'], { description: 'Of a way: which scripts of the migrations run.' }),
  ),
  releases: Type.Optional(
    Type.Array(ReleaseDigests, { description: 'Of a way: the releases that it goes through.' }),
  ),
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
  clients: Type.Optional(
    Type.Array(ClientVerdict, {
      description:
        'Where the metadata has no `clients`, since the release is of an earlier tool: how clients fare on databases up to this version, judged by the schemas.',
    }),
  ),
  repeatables,
  squash,
});
export type MigrationList = Static<typeof MigrationList>;

/** How to ask for the way between two versions. */
export const ChainQuery = Type.Object({
  from: Type.Optional(
    Type.String({
      description:
        'The version where the way begins, a range or a tag; none is the empty database.',
    }),
  ),
  format: Type.Optional(
    Type.Enum(['json', 'archive'], {
      description: 'json (the default), or archive: the files of the releases as a .tar.gz.',
    }),
  ),
});
