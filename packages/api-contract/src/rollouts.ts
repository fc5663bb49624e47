import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { EnvironmentName, RunTarget } from './environments.ts';
import { ErrorEnvelope } from './error-envelope.ts';
import { RunId } from './runs.ts';

const timeOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

/** The name of a group, in a path. */
export const GroupName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  description: 'The name of a group of environments, such as eu.',
});

const Stage = Type.Union(
  [
    Type.Object({ count: Type.Integer({ minimum: 1 }) }),
    Type.Object({ percent: Type.Number({ exclusiveMinimum: 0, maximum: 100 }) }),
    Type.Object({ rest: Type.Literal(true) }),
  ],
  { description: 'So many environments, so many of a hundred of all, or those that are left.' },
);
export type Stage = Static<typeof Stage>;

/** One version for a group, stage by stage. */
export const RolloutRequest = Type.Object({
  to: RunTarget,
  environments: Type.Optional(
    Type.Array(EnvironmentName, {
      minItems: 1,
      uniqueItems: true,
      description: 'Only these of the group, in this order. Without any, all by their names.',
    }),
  ),
  stages: Type.Optional(
    Type.Array(Stage, {
      minItems: 1,
      maxItems: 100,
      description:
        'In their order; what is left behind them is one more. Without any, all at once.',
    }),
  ),
  failureBudget: Type.Optional(
    Type.Integer({ minimum: 0, description: 'How many may fail before it stops. Default 0.' }),
  ),
  concurrency: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Runs at once. Default 4.' }),
  ),
  pause: Type.Optional(
    Type.String({ description: 'How long to wait between two stages, such as 10min. Default 0s.' }),
  ),
});
export type RolloutRequest = Static<typeof RolloutRequest>;

const Counts = Type.Object({
  waiting: Type.Integer(),
  running: Type.Integer(),
  success: Type.Integer(),
  failed: Type.Integer(),
  cancelled: Type.Integer(),
});

/** A rollout, with its environments added up. */
export const Rollout = Type.Object({
  id: Type.String(),
  group: Type.String(),
  to: Type.String(),
  status: Type.Enum(['running', 'stopped', 'success', 'failed', 'cancelled'], {
    description:
      'stopped: more have failed than may, or somebody has paused it; it goes on when it is resumed.',
  }),
  stage: Type.Integer({ description: 'The one under way, from 0.' }),
  stages: Type.Array(Counts),
  counts: Counts,
  concurrency: Type.Integer(),
  failureBudget: Type.Integer(),
  pauseMs: Type.Integer(),
  pausedUntil: timeOrNull,
  startedBy: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  finishedAt: timeOrNull,
});
export type Rollout = Static<typeof Rollout>;

export const RolloutList = Type.Object({
  rollouts: Type.Array(Rollout),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'Ask for the next page with ?before= this id; null behind the last.',
  }),
});
export type RolloutList = Static<typeof RolloutList>;

/** A page of a rollout's environments. */
export const RolloutEnvironmentList = Type.Object({
  environments: Type.Array(
    Type.Object({
      position: Type.Integer(),
      environment: EnvironmentName,
      stage: Type.Integer(),
      status: Type.Enum(['waiting', 'running', 'success', 'failed', 'cancelled']),
      run: Type.Union([Type.String(), Type.Null()]),
      error: Type.Union([ErrorEnvelope, Type.Null()]),
    }),
  ),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Ask for the next page with ?after= this position; null behind the last.',
  }),
});
export type RolloutEnvironmentList = Static<typeof RolloutEnvironmentList>;

const oneRollout = Type.Object({ id: RunId });

export const rolloutEndpoints = {
  startRollout: endpoint('POST', '/groups/:group/rollouts', {
    tag: 'rollouts',
    scope: 'migrate',
    summary: 'Moves the environments of a group to a version, stage by stage.',
    params: Type.Object({ group: GroupName }),
    body: RolloutRequest,
    success: 202,
    response: Rollout,
    failures: [400, 401, 403, 404, 409],
  }),
  listRollouts: endpoint('GET', '/rollouts', {
    tag: 'rollouts',
    summary: 'The rollouts, the newest first.',
    params: Type.Object({}),
    query: Type.Object({
      group: Type.Optional(GroupName),
      before: Type.Optional(RunId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    response: RolloutList,
    failures: [400],
  }),
  getRollout: endpoint('GET', '/rollouts/:id', {
    tag: 'rollouts',
    summary: 'A rollout: how many environments are where.',
    params: oneRollout,
    response: Rollout,
    failures: [400, 404],
  }),
  getRolloutEnvironments: endpoint('GET', '/rollouts/:id/environments', {
    tag: 'rollouts',
    summary: 'The environments of a rollout, in their order, with their runs.',
    params: oneRollout,
    query: Type.Object({
      status: Type.Optional(Type.Enum(['waiting', 'running', 'success', 'failed', 'cancelled'])),
      after: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: RolloutEnvironmentList,
    failures: [400, 404],
  }),
  pauseRollout: endpoint('POST', '/rollouts/:id/pause', {
    tag: 'rollouts',
    scope: 'migrate',
    summary: 'Begins no further run until it is resumed; those under way go on to their end.',
    params: oneRollout,
    success: 202,
    response: Rollout,
    failures: [400, 401, 403, 404, 409],
  }),
  cancelRollout: endpoint('POST', '/rollouts/:id/cancel', {
    tag: 'rollouts',
    scope: 'migrate',
    summary: 'Begins no further run, and ends those under way.',
    params: oneRollout,
    success: 202,
    response: Rollout,
    failures: [400, 401, 403, 404, 409],
  }),
  resumeRollout: endpoint('POST', '/rollouts/:id/resume', {
    tag: 'rollouts',
    scope: 'migrate',
    summary: 'Goes on with a rollout that has stopped or failed, and with what failed once more.',
    params: oneRollout,
    success: 202,
    response: Rollout,
    failures: [400, 401, 403, 404, 409],
  }),
} as const;
