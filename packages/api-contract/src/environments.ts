import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version } from './version.ts';

/** What the migrator says of a database, as it says it: its JSON on the command line is the same. */
const engineRecord = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description,
  });

const versionOrNull = Type.Union([Version, Type.Null()]);

/** The name of an environment, in a path. */
export const EnvironmentName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  description: 'The name of an environment, such as production.',
});

/** A time of the week in which runs may begin. */
export const Window = Type.Object({
  days: Type.Array(Type.Enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])),
  from: Type.String({ description: 'The local time at which it opens, such as 22:00.' }),
  to: Type.String({
    description: 'The local time at which it closes; the next day where it is before `from`.',
  }),
  timeZone: Type.String({ description: 'An IANA name, such as Europe/Berlin.' }),
});
export type Window = Static<typeof Window>;

/** What an environment asks of a run. */
export const EnvironmentPolicy = Type.Object({
  approval: Type.Boolean({ description: 'Whether somebody else has to approve the plan.' }),
  allowDown: Type.Boolean({ description: 'Whether a run may go down.' }),
  windows: Type.Array(Window, { description: 'When runs may begin; always, where there is none.' }),
});
export type EnvironmentPolicy = Static<typeof EnvironmentPolicy>;

/** An environment in a list: what the server's configuration says of it, without its connection. */
export const EnvironmentSummary = Type.Object({
  name: EnvironmentName,
  group: Type.Union([Type.String(), Type.Null()]),
  policy: EnvironmentPolicy,
  run: Type.Union([Type.String(), Type.Null()], {
    description: 'The id of the run that is under way, or waits.',
  }),
});
export type EnvironmentSummary = Static<typeof EnvironmentSummary>;

export const EnvironmentList = Type.Object({
  environments: Type.Array(EnvironmentSummary),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Ask for the next page with ?after= this name; null behind the last.',
  }),
});
export type EnvironmentList = Static<typeof EnvironmentList>;

/** Where an environment's database stands, as its ledger and its catalogs say it now. */
export const EnvironmentState = Type.Object({
  name: EnvironmentName,
  group: Type.Union([Type.String(), Type.Null()]),
  policy: EnvironmentPolicy,
  run: Type.Union([Type.String(), Type.Null()]),
  current: Type.Union([Version, Type.Null()], { description: 'null before the first version.' }),
  target: Type.Union([Version, Type.Null()], { description: 'Where an up would go.' }),
  pending: Type.Array(Type.String(), {
    description: 'The migrations that such an up would apply.',
  }),
  drift: Type.Object(
    {
      known: Type.Boolean({ description: 'Whether the version has a structure to compare with.' }),
      differences: Type.Array(engineRecord('An object that is not what the version says.')),
    },
    { description: 'Where the structure is not what the version says.' },
  ),
  status: engineRecord('The status, as schema-migrator status --json says it.'),
  history: Type.Array(
    engineRecord('A run of a migration, as schema-migrator history --json says it.'),
    {
      description: 'The newest first.',
    },
  ),
});
export type EnvironmentState = Static<typeof EnvironmentState>;

/** What a run would do now. */
export const EnvironmentPlan = Type.Object({
  environment: EnvironmentName,
  digest: Type.String({ description: 'To start a run of just this plan.' }),
  currentVersion: versionOrNull,
  targetVersion: versionOrNull,
  report: engineRecord(
    'The plan with locks, rows and losses, as schema-migrator plan --json says it; of an adopt what schema-migrator adopt --dry-run --json says.',
  ),
});
export type EnvironmentPlan = Static<typeof EnvironmentPlan>;

/** Whether further batches of backfills begin in an environment. */
export const BatchPause = Type.Object({
  pause: Type.Union(
    [
      engineRecord('Since when, by whom and why, as schema-migrator status --json says it.'),
      Type.Null(),
    ],
    { description: 'null where they go on.' },
  ),
  changed: Type.Boolean({ description: 'Whether that is new.' }),
});
export type BatchPause = Static<typeof BatchPause>;

const timeOrNull = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const textOrNull = (description: string) =>
  Type.Union([Type.String(), Type.Null()], { description });

const VersionUser = Type.Object({
  evidence: Type.Enum(['said hello', 'is connected', 'is in a transaction that used it']),
  who: Type.String({ description: 'The service that said hello, or the name of a connection.' }),
  languages: Type.Optional(
    Type.Array(Type.String(), { description: 'In which it said hello: node, python.' }),
  ),
  last: timeOrNull('When that was last so.'),
});

/** A version that clients find in an environment's database, or did. */
const VersionState = Type.Object({
  version: Version,
  schema: textOrNull(
    'The PostgreSQL schema of its views; null where its clients use the tables themselves.',
  ),
  state: Type.Enum(['opening', 'open', 'retiring', 'ended'], {
    description:
      'opening: its migrations have begun. retiring: somebody has said when it ends. ended: its contract has run.',
  }),
  openedAt: timeOrNull('When its last migration was applied.'),
  adoptedAt: timeOrNull('When schema-migrator adopt gave it its schema.'),
  endsOn: textOrNull('The day from which on its clients are refused, such as 2026-12-31.'),
  message: textOrNull('What its clients are told beside that.'),
  brownout: textOrNull('The statement that ends the brownout which is on.'),
  endedAt: timeOrNull('When its contract has run.'),
  users: Type.Array(VersionUser, { description: 'Who has used it of late, the latest first.' }),
  progress: Type.Optional(
    Type.Object(
      {
        migration: Type.String({ description: 'Which runs, has failed or comes next.' }),
        phase: textOrNull('expand, fill, prove, bind or open.'),
        applied: Type.Integer({ description: 'How many migrations of the version are applied.' }),
        total: Type.Integer({ description: 'Of how many that lead to its opening.' }),
        batches: Type.Optional(
          Type.Array(engineRecord('How far a fill is, as schema-migrator status --json says it.')),
        ),
      },
      { description: 'Of a version that is opening: how far it is.' },
    ),
  ),
});

/** The versions that are alive in an environment side by side. */
export const EnvironmentVersions = Type.Object({
  versions: Type.Array(VersionState, { description: 'Lowest first.' }),
  waiting: Type.Array(Type.String(), { description: 'The contracts that wait.' }),
  contracts: Type.Array(
    Type.Object({
      migration: Type.String({ description: 'Such as 2.0.0/008_contract.' }),
      ends: Type.Array(Version, { description: 'The versions that it ends and that are alive.' }),
      usedBy: Type.Array(Type.String(), { description: 'Who uses one of them.' }),
    }),
    { description: 'The same, each with what it waits for.' },
  ),
});
export type EnvironmentVersions = Static<typeof EnvironmentVersions>;

/** What is said of the end of a version now. */
export const VersionRetirement = Type.Object({
  version: Version,
  endsOn: Type.String({ description: 'The day from which on its clients are refused.' }),
  message: textOrNull('What its clients are told beside that.'),
  next: Version,
});
export type VersionRetirement = Static<typeof VersionRetirement>;

const oneEnvironment = Type.Object({ name: EnvironmentName });

/** A version to go to; a down also goes to `none`, the empty database. */
export const RunTarget = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z.+-]{0,99}$',
  description: 'A semver version; for a down also none.',
});

/** What a run does. */
export const RunDirection = Type.Enum(['up', 'down', 'retry', 'contract', 'abandon', 'adopt'], {
  description:
    'up (the default), down, or retry: the migration that failed last once more. contract ends a version, abandon takes the highest one back, adopt gives the version that the database is at its schema of views.',
});

/** The version that a contract ends, or an abandon takes back. */
export const EndingVersion = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z.+-]{0,99}$',
  description: 'Of contract and abandon: the version that is to go.',
});

/** How long a hello is held to be use. */
export const QuietMs = Type.Integer({
  minimum: 0,
  maximum: 31_536_000_000,
  description:
    'Within how many milliseconds a hello counts as use. Default a week; of an abandon ten minutes.',
});

export const environmentEndpoints = {
  listEnvironments: endpoint('GET', '/environments', {
    tag: 'environments',
    summary: 'The environments that this server can migrate, by their names.',
    params: Type.Object({}),
    query: Type.Object({
      group: Type.Optional(Type.String()),
      after: Type.Optional(EnvironmentName),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: EnvironmentList,
    failures: [400],
  }),
  getEnvironment: endpoint('GET', '/environments/:name', {
    tag: 'environments',
    summary: 'Where a database stands: version, pending migrations, history, drift.',
    params: oneEnvironment,
    query: Type.Object({ to: Type.Optional(RunTarget) }),
    response: EnvironmentState,
    failures: [400, 404, 409, 503],
  }),
  getEnvironmentPlan: endpoint('GET', '/environments/:name/plan', {
    tag: 'environments',
    summary:
      'What a run would do now, with the digest to start it by. Changes nothing. Of a contract or an abandon of a version that is in use: 409, with who uses it.',
    params: oneEnvironment,
    query: Type.Object({
      to: Type.Optional(RunTarget),
      direction: Type.Optional(RunDirection),
      version: Type.Optional(EndingVersion),
      quietMs: Type.Optional(QuietMs),
      allowNonEmpty: Type.Optional(Type.Boolean()),
      allowDrift: Type.Optional(
        Type.Boolean({ description: 'Of an adopt, which is planned by what is there.' }),
      ),
    }),
    response: EnvironmentPlan,
    failures: [400, 404, 409, 503],
  }),
  getEnvironmentVersions: endpoint('GET', '/environments/:name/versions', {
    tag: 'environments',
    summary:
      'The versions that are alive side by side, who uses each, and what contracts wait for.',
    params: oneEnvironment,
    query: Type.Object({
      quietMs: Type.Optional(QuietMs),
    }),
    response: EnvironmentVersions,
    failures: [400, 404, 409, 503],
  }),
  retireVersion: endpoint('POST', '/environments/:name/versions/:version/retire', {
    tag: 'environments',
    scope: 'migrate',
    summary:
      'Says when a version ends: its clients are told so, and refused from that day on. Takes nothing away.',
    params: Type.Object({ name: EnvironmentName, version: Version }),
    body: Type.Object({
      on: Type.String({ format: 'date', description: 'The first day on which it has ended.' }),
      message: Type.Optional(
        Type.String({ maxLength: 1000, description: 'What its clients are told beside that.' }),
      ),
    }),
    response: VersionRetirement,
    failures: [400, 401, 403, 404, 409, 503],
  }),
  pauseBatches: endpoint('POST', '/environments/:name/pause', {
    tag: 'environments',
    scope: 'migrate',
    summary: 'Lets no further batch of a backfill begin, in the run under way and in later ones.',
    params: oneEnvironment,
    body: Type.Object({
      note: Type.Optional(Type.String({ maxLength: 1000, description: 'Why, for who waits.' })),
    }),
    response: BatchPause,
    failures: [400, 401, 403, 404, 409, 503],
  }),
  resumeBatches: endpoint('POST', '/environments/:name/resume', {
    tag: 'environments',
    scope: 'migrate',
    summary: 'Lets batches go on.',
    params: oneEnvironment,
    response: BatchPause,
    failures: [400, 401, 403, 404, 409, 503],
  }),
} as const;
