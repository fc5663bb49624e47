import { type Static, Type } from 'typebox';
import { Bump, LikelyRenames, SchemaChange } from './comparison.ts';
import { DiagramQuery, Drawing } from './diagram.ts';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

/** A file of a schema that is in work. */
export const WorkingFile = Type.Object({
  path: Type.String({
    pattern: '^[^\\u0000-\\u001f\\u007f]{1,500}$',
    description: 'As it stands in errors: schema/reviews.prisma.',
  }),
  content: Type.String({ description: "What the file says, in Prisma's schema language." }),
});
export type WorkingFile = Static<typeof WorkingFile>;

const WorkingSchemaId = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: 'Of its content: the same files are the same one.',
});
const byId = Type.Object({ id: WorkingSchemaId });

/** A schema that is in work, kept for a while. */
export const WorkingSchemaDescription = Type.Object({
  id: WorkingSchemaId,
  uploadedAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({
    format: 'date-time',
    description: 'When it is forgotten. To be sent again keeps it longer.',
  }),
  files: Type.Array(WorkingFile),
});
export type WorkingSchemaDescription = Static<typeof WorkingSchemaDescription>;

/** A migration as it would be drafted. */
const Draft = Type.Object({
  suffix: Type.String({ description: 'What it is for, where there are several: fill, validate.' }),
  up: Type.String({ description: 'The SQL that leads a database to the working schema.' }),
  down: Type.String({ description: 'The SQL that leads it back.' }),
  rollback: Type.Enum(['instant', 'lossy', 'impossible'] as const, {
    description: 'What going back costs.',
  }),
  notes: Type.Array(Type.String(), { description: 'What a person has to look at.' }),
});

/** What a working schema changes of a version. */
export const WorkingDiff = Type.Object({
  from: Version,
  to: WorkingSchemaId,
  bump: Bump,
  changes: Type.Array(SchemaChange),
  likelyRenames: LikelyRenames,
  drafts: Type.Array(Draft, {
    description: 'The migrations that `schemactl change` would draft. None: no database changes.',
  }),
  sources: Type.Object(
    { from: Type.String(), to: Type.String() },
    { description: 'Both schemas in one order and layout, so that only what they say differs.' },
  ),
});
export type WorkingDiff = Static<typeof WorkingDiff>;

/** Schemas that are in work: what a pull request would change. */
export const workingSchemaEndpoints = {
  keepWorkingSchema: endpoint('POST', '/working-schemas', {
    tag: 'schema',
    scope: 'token',
    summary:
      'Keep a schema that is in work for a while, so that others can look at what it changes. At most 1 MiB in all.',
    params: Type.Object({}),
    body: Type.Object({ files: Type.Array(WorkingFile, { minItems: 1, maxItems: 1_000 }) }),
    success: 201,
    response: WorkingSchemaDescription,
    failures: [400, 401, 413, 415, 422, 429, 503],
  }),
  getWorkingSchema: endpoint('GET', '/working-schemas/:id', {
    tag: 'schema',
    summary: 'The files of a schema that is in work, as they were sent.',
    params: byId,
    response: WorkingSchemaDescription,
    failures: [400, 404],
  }),
  getWorkingSchemaModel: endpoint('GET', '/working-schemas/:id/model', {
    tag: 'schema',
    summary: 'Its SchemaModel, as GET /schema/:version?format=model has that of a version.',
    params: byId,
    response: Type.Unsafe<Readonly<Record<string, unknown>>>({
      type: 'object',
      additionalProperties: true,
    }),
    failures: [400, 404],
  }),
  getWorkingSchemaDiagram: endpoint('GET', '/working-schemas/:id/diagram', {
    tag: 'schema',
    summary: 'Its drawing: boxes with their places, lines with their bends.',
    params: byId,
    query: DiagramQuery,
    response: Drawing,
    failures: [400, 404, 422],
  }),
  diffWorkingSchema: endpoint('GET', '/working-schemas/:id/diff/:from', {
    tag: 'schema',
    summary:
      'What it changes of a version: changes with verdicts, the bump, and a draft of the SQL.',
    params: Type.Object({ id: WorkingSchemaId, from: VersionReference }),
    response: WorkingDiff,
    otherAnswers: [307],
    failures: [400, 404, 422],
  }),
} as const;
