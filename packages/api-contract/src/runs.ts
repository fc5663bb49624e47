import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  EndingVersion,
  EnvironmentName,
  QuietMs,
  RunDirection,
  RunTarget,
} from './environments.ts';
import { ErrorEnvelope } from './error-envelope.ts';
import { Version } from './version.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);
const versionOrNull = Type.Union([Version, Type.Null()]);
const timeOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

/** What the migrator is allowed in a run. */
const RunOptions = Type.Object({
  allowDataLoss: Type.Optional(Type.Boolean({ description: 'Lets a down remove data.' })),
  allowDrift: Type.Optional(Type.Boolean({ description: 'Goes on where the structure differs.' })),
  allowEditedDown: Type.Optional(Type.Boolean()),
  allowNonEmpty: Type.Optional(Type.Boolean()),
  quietMs: Type.Optional(QuietMs),
  brownoutMs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 86_400_000,
      description:
        'Of a contract: for how many milliseconds the clients of the version are shut out first, to see whether anybody is heard of. Default 0.',
    }),
  ),
  unknown: Type.Optional(
    Type.Enum(['done', 'not-done'], {
      description:
        'What was found out of a statement outside of transactions of which the run before could not note whether it is done. It counts for that one alone.',
    }),
  ),
});

/** What to do in an environment. */
export const RunRequest = Type.Object({
  to: Type.Optional(RunTarget),
  direction: Type.Optional(RunDirection),
  version: Type.Optional(EndingVersion),
  dryRun: Type.Optional(
    Type.Boolean({ description: 'What would be done, and nothing is changed.' }),
  ),
  plan: Type.Optional(
    Type.String({
      description: 'The digest of the plan that was looked at; another plan is refused.',
    }),
  ),
  options: Type.Optional(RunOptions),
});
export type RunRequest = Static<typeof RunRequest>;

const RunPlan = Type.Object({
  digest: Type.String(),
  currentVersion: versionOrNull,
  targetVersion: versionOrNull,
  steps: Type.Array(
    Type.Object({
      migration: Type.String(),
      version: Version,
      direction: Type.Enum(['up', 'down']),
      checksum: Type.String({ description: 'SHA-256 of the script.' }),
    }),
  ),
});

/** A run of the migrator in one environment. */
export const Run = Type.Object({
  id: Type.String(),
  environment: EnvironmentName,
  kind: Type.Enum(['migration', 'rollback', 'retry', 'contract', 'abandon', 'adopt']),
  direction: RunDirection,
  to: textOrNull,
  version: Type.Union([Type.String(), Type.Null()], {
    description: 'Which version a contract ends, or an abandon takes back.',
  }),
  dryRun: Type.Boolean(),
  status: Type.Enum(['pending', 'running', 'success', 'failed', 'cancelled']),
  waitingFor: Type.Union([Type.Enum(['approval', 'window']), Type.Null()], {
    description: 'What a pending run waits for besides a worker.',
  }),
  notBefore: timeOrNull,
  plan: Type.Union([RunPlan, Type.Null()], { description: 'What it may do, and no other.' }),
  startedBy: Type.String({ description: 'The name of a token.' }),
  approvedBy: textOrNull,
  cancelledBy: textOrNull,
  retryOf: textOrNull,
  rollout: textOrNull,
  worker: textOrNull,
  attempts: Type.Integer({ description: 'How often a worker began with it.' }),
  result: Type.Union(
    [
      Type.Object({
        fromVersion: versionOrNull,
        toVersion: versionOrNull,
        migrations: Type.Array(
          Type.Object({
            migration: Type.String(),
            version: Type.String(),
            durationMs: Type.Number(),
          }),
        ),
        plan: Type.Optional(
          Type.Unsafe<Readonly<Record<string, unknown>>>({
            type: 'object',
            additionalProperties: true,
            description: 'Of a dry run: what it would do.',
          }),
        ),
      }),
      Type.Null(),
    ],
    { description: 'What it did, by the ledger of the environment.' },
  ),
  error: Type.Union([ErrorEnvelope, Type.Null()], {
    description:
      'Why it failed. Of a version that is in use (MIGRATION_VERSION_IN_USE) meta.used has who uses it, and by what that is known.',
  }),
  createdAt: Type.String({ format: 'date-time' }),
  startedAt: timeOrNull,
  finishedAt: timeOrNull,
});
export type Run = Static<typeof Run>;

export const RunList = Type.Object({
  runs: Type.Array(Run),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Ask for the next page with ?before= this id; null behind the last.',
  }),
});
export type RunList = Static<typeof RunList>;

/** Something that happened in a run. */
export const RunEvent = Type.Object({
  seq: Type.Integer({ description: 'From 1, without gaps: the id of the server-sent event.' }),
  at: Type.String({ format: 'date-time' }),
  event: Type.Unsafe<{ readonly kind: string } & Readonly<Record<string, unknown>>>({
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    additionalProperties: true,
    description:
      'An event of the migrator as schema-migrator --json writes it, or of the run: runCreated, runWaiting, runApproved, runStarted, runTakenOver, runHandedBack, workerLost, cancelAsked, runEnded.',
  }),
});
export type RunEvent = Static<typeof RunEvent>;

export const RunEventList = Type.Object({
  events: Type.Array(RunEvent),
  ended: Type.Boolean({ description: 'Whether no other event comes behind these.' }),
});
export type RunEventList = Static<typeof RunEventList>;

/** The id of a run or a rollout, in a path. */
export const RunId = Type.String({ pattern: '^[1-9][0-9]{0,17}$', description: 'A number.' });
const oneRun = Type.Object({ id: RunId });

export const runEndpoints = {
  startRun: endpoint('POST', '/environments/:name/runs', {
    tag: 'runs',
    scope: 'migrate',
    summary: 'Starts a run. It is under way, or waits, when this answers.',
    params: Type.Object({ name: EnvironmentName }),
    body: RunRequest,
    success: 202,
    response: Run,
    failures: [400, 401, 403, 404, 409, 422, 503],
  }),
  listRuns: endpoint('GET', '/runs', {
    tag: 'runs',
    summary: 'The runs, the newest first.',
    params: Type.Object({}),
    query: Type.Object({
      environment: Type.Optional(EnvironmentName),
      status: Type.Optional(Type.Enum(['pending', 'running', 'success', 'failed', 'cancelled'])),
      rollout: Type.Optional(RunId),
      before: Type.Optional(RunId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    response: RunList,
    failures: [400],
  }),
  getRun: endpoint('GET', '/runs/:id', {
    tag: 'runs',
    summary: 'A run: where it is, or how it ended.',
    params: oneRun,
    response: Run,
    failures: [400, 404],
  }),
  getRunEvents: endpoint('GET', '/runs/:id/events', {
    tag: 'runs',
    summary:
      'What happens in a run, as server-sent events until it ends (Last-Event-ID goes on behind one), or what has happened as JSON.',
    params: oneRun,
    query: Type.Object({
      after: Type.Optional(Type.Integer({ minimum: 0, description: 'Those behind this number.' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: RunEventList,
    otherContent: ['text/event-stream'],
    failures: [400, 404],
  }),
  cancelRun: endpoint('POST', '/runs/:id/cancel', {
    tag: 'runs',
    scope: 'migrate',
    summary: 'Ends a run: the statement under way is rolled back, what was done before stays.',
    params: oneRun,
    success: 202,
    response: Run,
    failures: [400, 401, 403, 404, 409],
  }),
  retryRun: endpoint('POST', '/runs/:id/retry', {
    tag: 'runs',
    scope: 'migrate',
    summary: 'Starts a run that goes where a failed or cancelled one went.',
    params: oneRun,
    success: 202,
    response: Run,
    failures: [400, 401, 403, 404, 409, 422, 503],
  }),
  approveRun: endpoint('POST', '/runs/:id/approve', {
    tag: 'runs',
    scope: 'approve',
    summary: 'Approves the plan of a run that waits for it; not by who started it.',
    params: oneRun,
    body: Type.Object({ plan: Type.String({ description: 'The digest of the plan.' }) }),
    response: Run,
    failures: [400, 401, 403, 404, 409],
  }),
} as const;
