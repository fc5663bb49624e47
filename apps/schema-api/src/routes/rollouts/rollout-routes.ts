import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type Rollout as ContractRollout,
  endpoints,
  type RolloutRequest,
} from '@schema-service/api-contract';
import type {
  EnqueueRollout,
  ReleaseCatalog,
  Rollout,
  RolloutCounts,
  RolloutStore,
} from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { parseDuration } from '@schema-service/migrator';
import type { FastifyRequest } from 'fastify';
import type { Environments } from '../../environments/environment-config.ts';
import { pageOf } from '../../http/page-of.ts';
import { routeOf } from '../../http/route-of.ts';
import { findRelease } from '../../releases/find-release.ts';
import { stageSizes } from './stage-sizes.ts';

const PAGE = 20;
const ENVIRONMENT_PAGE = 200;

export interface RolloutRouteOptions {
  readonly rollouts: RolloutStore;
  readonly catalog: ReleaseCatalog;
  readonly environments: Environments;
  readonly enqueueRollout: EnqueueRollout;
}

/** `/groups/:group/rollouts` and `/rollouts`: one version for many environments. */
export const rolloutRoutes: FastifyPluginAsyncTypebox<RolloutRouteOptions> = async (
  server,
  { rollouts, catalog, environments, enqueueRollout },
) => {
  server.addHook(
    'onSend',
    async (_request, reply) => void reply.header('cache-control', 'no-store'),
  );

  /** Names of the environments of a group, which the token may all move. */
  const membersOf = (group: string, request: FastifyRequest): readonly string[] => {
    const members = [...environments.values()].filter((one) => one.group === group);
    for (const { name } of members) request.requireScope(`migrate:${name}`);
    if (members.length > 0) return members.map(({ name }) => name);
    throw groupUnknown(group);
  };
  const find = async (id: string): Promise<Rollout> => {
    const rollout = await rollouts.find(id);
    if (!rollout) throw rolloutNotFound(id);
    return rollout;
  };

  server.route({
    ...routeOf(endpoints.startRollout),
    handler: async (request, reply) => {
      const { group } = request.params;
      const members = membersOf(group, request);
      const { to, stages = [{ rest: true }], failureBudget = 0, concurrency = 4 } = request.body;
      await findRelease(catalog, to);
      const rollout = await rollouts.create(
        {
          ...{ group, to, failureBudget, concurrency },
          environments: members,
          stages: stageSizes(stages, members.length),
          pauseMs: pauseOf(request.body),
        },
        request.origin(),
        enqueueRollout,
      );
      return reply.code(202).header('location', `/rollouts/${rollout.id}`).send(record(rollout));
    },
  });

  server.route({
    ...routeOf(endpoints.listRollouts),
    handler: async ({ query: { limit = PAGE, ...filter } }) => {
      const found = await rollouts.list({ ...filter, limit: limit + 1 });
      const { shown, next } = pageOf(found, limit, ({ id }) => id);
      return { rollouts: shown.map(record), next };
    },
  });

  server.route({
    ...routeOf(endpoints.getRollout),
    handler: async ({ params }) => record(await find(params.id)),
  });

  server.route({
    ...routeOf(endpoints.getRolloutEnvironments),
    handler: async ({ params: { id }, query: { status, after = 0, limit = ENVIRONMENT_PAGE } }) => {
      await find(id);
      const filter = { after, limit: limit + 1, ...(status === undefined ? {} : { status }) };
      const found = await rollouts.environments(id, filter);
      const { shown, next } = pageOf(found, limit, ({ position }) => position);
      const environments = shown.map(({ kind: _, error, ...environment }) => ({
        ...environment,
        error: error ? { ...error } : null,
      }));
      return { environments, next };
    },
  });

  server.route({
    ...routeOf(endpoints.cancelRollout),
    handler: async (request, reply) => {
      const { id, group } = await find(request.params.id);
      membersOf(group, request);
      return reply.code(202).send(record(await rollouts.cancel(id, request.origin())));
    },
  });

  server.route({
    ...routeOf(endpoints.resumeRollout),
    handler: async (request, reply) => {
      const { id, group } = await find(request.params.id);
      membersOf(group, request);
      const resumed = await rollouts.resume(id, request.origin(), enqueueRollout);
      return reply.code(202).send(record(resumed));
    },
  });
};

function pauseOf({ pause }: RolloutRequest): number {
  if (pause === undefined) return 0;
  const milliseconds = parseDuration(pause);
  if (milliseconds !== undefined) return milliseconds;
  throw new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${JSON.stringify(pause)} is not a duration.`,
    fix: 'Write it like 500ms, 10s, 5min or 1h.',
    meta: { where: 'body', name: 'pause' },
  });
}

function record({ kind: _, stages, counts, ...rollout }: Rollout): ContractRollout {
  const copy = (one: RolloutCounts) => ({ ...one });
  return { ...rollout, stages: stages.map(copy), counts: copy(counts) };
}

function groupUnknown(group: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'GROUP_UNKNOWN',
    message: `No environment is in the group ${group}.`,
    fix: 'GET /environments has the groups that the configuration of this server names.',
    meta: { group },
  });
}

function rolloutNotFound(id: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ROLLOUT_NOT_FOUND',
    message: `There is no rollout ${id}.`,
    fix: 'GET /rollouts lists them.',
    meta: { rollout: id },
  });
}
