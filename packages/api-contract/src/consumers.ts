import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version } from './version.ts';

const day = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d$',
  description: 'A day: YYYY-MM-DD, in UTC.',
});
const Works = Type.Union([Type.Enum(['yes', 'depends', 'no'] as const), Type.Null()], {
  description: 'Whether this version works there; null where that is not known.',
});

/** Who is connected to the database of an environment. */
export const DatabaseConsumers = Type.Object({
  database: Type.String({ description: "The environment's name." }),
  version: Type.Union([Version, Type.Null()], { description: 'At which version it is.' }),
  error: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing is known of it.' }),
  accepted: Type.Array(Version, {
    description:
      'Client versions that work there, at least in part, as the database says: those that it serves beside its own, too. Empty where it does not say.',
  }),
  clients: Type.Array(
    Type.Object({
      application: Type.String({ description: 'The application_name of the connections.' }),
      user: Type.String({ description: 'The role that they are of.' }),
      service: Type.Union([Type.String(), Type.Null()]),
      client: Type.Union([Type.String(), Type.Null()], { description: 'The client package.' }),
      version: Type.Union([Type.String(), Type.Null()], { description: "The client's version." }),
      connections: Type.Integer(),
      works: Works,
    }),
  ),
  hellos: Type.Array(
    Type.Object({
      service: Type.String(),
      version: Type.String({ description: "The client's version." }),
      language: Type.String({ description: 'As the client said it: node, python.' }),
      answer: Type.Enum(['ok', 'degraded', 'refuse'] as const, {
        description: 'What the database answers that version now.',
      }),
      lastSeen: Type.String({ description: 'ISO 8601 in UTC.' }),
    }),
    {
      description:
        'Who said hello to the database in the last 30 days, the latest first: also those who are connected through a pooler, or not now.',
    },
  ),
});
export type DatabaseConsumers = Static<typeof DatabaseConsumers>;

/** Who uses which version. */
export const Consumers = Type.Object({
  from: day,
  to: day,
  versions: Type.Array(
    Type.Object({
      version: Version,
      downloads: Type.Integer(),
      databases: Type.Array(Type.Object({ database: Type.String(), works: Works }), {
        description: 'What the databases of the environments accept of it.',
      }),
    }),
  ),
  downloads: Type.Array(
    Type.Object({
      version: Version,
      package: Type.String(),
      manager: Type.String({ description: 'npm, pnpm, yarn, bun, pip, uv, poetry, ..., other.' }),
      token: Type.Union([Type.String(), Type.Null()], { description: "The token's name." }),
      count: Type.Integer(),
      lastDay: day,
    }),
    { description: 'The most first.' },
  ),
  databases: Type.Array(DatabaseConsumers),
});
export type Consumers = Static<typeof Consumers>;

export const consumerEndpoints = {
  consumers: endpoint('GET', '/consumers', {
    tag: 'consumers',
    scope: 'admin',
    summary: 'Who downloads which version, and who is connected to the databases, 30 days back.',
    params: Type.Object({}),
    query: Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }),
    response: Consumers,
    failures: [400, 401, 403],
  }),
} as const;
