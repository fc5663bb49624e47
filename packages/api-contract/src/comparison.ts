import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

const Answer = Type.Enum(['yes', 'depends', 'no'] as const);
export const Bump = Type.Enum(['major', 'minor', 'patch', 'none'] as const);

/** A change between two schemas with its verdict, as `schemactl diff --json` prints it. */
export const SchemaChange = Type.Object({
  kind: Type.Literal('change'),
  id: Type.String({ description: 'E.g. FIELD_REMOVED; docs/compatibility.md has all of them.' }),
  path: Type.String({ description: 'What it is about: Review.body.' }),
  previous: Type.Unknown({ description: 'null where it did not exist.' }),
  current: Type.Unknown({ description: 'null where it is gone.' }),
  location: Type.Optional(
    Type.Object({ file: Type.String(), line: Type.Integer(), column: Type.Integer() }),
  ),
  after: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  compatibility: Type.Object({
    oldClientReads: Answer,
    oldClientWrites: Answer,
    newClientOnOldDatabase: Answer,
    clientApi: Type.Enum(['same', 'docs', 'added', 'breaks'] as const),
  }),
  bridged: Type.Enum(['views', 'twin', 'fill', 'no'] as const, {
    description:
      'By what a client of the older version goes on beside those of the newer one where each version has views of its own.',
  }),
  severity: Type.Enum(['breaking', 'dangerous', 'safe'] as const),
  bump: Bump,
  reason: Type.String(),
});
export type SchemaChange = Static<typeof SchemaChange>;

/** One script on the way between two versions. */
export const MigrationStep = Type.Object({
  version: Version,
  id: Type.String(),
  direction: Type.Enum(['up', 'down'] as const),
  sql: Type.Union([Type.String(), Type.Null()], {
    description: 'null where the migration has no down: no database comes this way.',
  }),
});
export type MigrationStep = Static<typeof MigrationStep>;

const steps = (description: string) =>
  Type.Union([Type.Array(MigrationStep), Type.Null()], { description });

export const LikelyRenames = Type.Array(
  Type.Object({ from: Type.String(), to: Type.String(), why: Type.String() }),
  { description: 'Removals and additions that look like renames, which nobody has stated.' },
);

/** What lies between two versions. */
export const VersionDiff = Type.Object({
  from: Version,
  to: Version,
  bump: Type.Enum(['major', 'minor', 'patch', 'none'] as const, {
    description: 'What the changes ask of the version number.',
  }),
  changes: Type.Array(SchemaChange),
  likelyRenames: LikelyRenames,
  forward: steps(
    'The scripts that bring a database from `from` to `to`, in order: down to the version that both were built on, then up. null where a version between them is not published here.',
  ),
  reverse: steps('The scripts that bring a database from `to` to `from`, in order.'),
});
export type VersionDiff = Static<typeof VersionDiff>;

/** Whether a client works on a database, and what the database answers it. */
export const ClientCompatibility = Type.Object({
  client: Version,
  database: Version,
  works: Type.Enum(['yes', 'depends', 'no'] as const, {
    description:
      'The worse of reads and writes. depends: some values or uses fail or mean something else.',
  }),
  reads: Answer,
  writes: Answer,
  changes: Type.Array(SchemaChange, {
    description: 'The changes between the two that are in the way of the client.',
  }),
  answer: Type.Enum(['ok', 'degraded', 'refuse'] as const, {
    description:
      'What a migrated database answers the client that says hello: ok where it works, degraded where it depends, refuse where it does not.',
  }),
  missing: Type.Array(Type.String(), {
    description: 'What is in the way, a sentence for each change, as the database says it.',
  }),
  accepted: Type.Array(Version, {
    description: 'The client versions that the database does not refuse, lowest first.',
  }),
});
export type ClientCompatibility = Static<typeof ClientCompatibility>;

/** What differs of what the clients of two versions declare. */
export const ClientDiff = Type.Object({
  from: Version,
  to: Version,
  language: Type.Enum(['typescript', 'python'] as const),
  package: Type.String({ description: "The package's name in its ecosystem." }),
  files: Type.Array(
    Type.Object({
      path: Type.String({ description: 'Inside of the package: index.d.ts, models.pyi.' }),
      before: Type.Union([Type.String(), Type.Null()], { description: 'null where it came.' }),
      after: Type.Union([Type.String(), Type.Null()], { description: 'null where it went.' }),
    }),
    { description: 'Those of the declarations that differ.' },
  ),
});
export type ClientDiff = Static<typeof ClientDiff>;

export const comparisonEndpoints = {
  diffClients: endpoint('GET', '/diff/:from/:to/client/:language', {
    tag: 'schema',
    summary:
      'What services see of it: the declarations that the published packages have, before and after.',
    params: Type.Object({
      from: VersionReference,
      to: VersionReference,
      language: Type.Enum(['typescript', 'python'] as const, {
        description: 'typescript: the package of types; python: the client.',
      }),
    }),
    response: ClientDiff,
    otherAnswers: [304, 307],
    failures: [400, 404, 422],
  }),
  diffVersions: endpoint('GET', '/diff/:from/:to', {
    tag: 'schema',
    summary: 'What lies between two versions: changes with verdicts, the bump, and the SQL.',
    params: Type.Object({ from: VersionReference, to: VersionReference }),
    response: VersionDiff,
    otherAnswers: [304, 307],
    failures: [400, 404, 422],
  }),
  compatibility: endpoint('GET', '/compatibility', {
    tag: 'schema',
    summary: 'Whether a client of one version works on a database at another.',
    params: Type.Object({}),
    query: Type.Object({ client: VersionReference, database: VersionReference }),
    response: ClientCompatibility,
    otherAnswers: [304],
    failures: [400, 404, 422],
  }),
} as const;
