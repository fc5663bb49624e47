import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type Rollout as ContractRollout,
  endpoints,
  type RolloutRequest,
} from '@schema-service/api-contract';
import { stageSizes } from '@schema-service/api-contract/stage-sizes';
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

  /** Names of the environments of a group, or of those of them that are asked for. */
  const membersOf = (group: string, chosen: readonly string[] | undefined): readonly string[] => {
    const members = [...environments.values()].filter((one) => one.group === group);
    const names = members.map(({ name }) => name);
    if (names.length === 0) throw groupUnknown(group);
    const stranger = chosen?.find((name) => !names.includes(name));
    if (stranger !== undefined) throw notInGroup(stranger, group);
    return chosen ?? names;
  };
  const requireAll = (names: readonly string[], request: FastifyRequest): void => {
    for (const name of names) request.requireScope(`migrate:${name}`);
  };
  const find = async (id: string): Promise<Rollout> => {
    const rollout = await rollouts.find(id);
    if (!rollout) throw rolloutNotFound(id);
    return rollout;
  };
  /** The token may move every environment of the rollout. */
  const requireRollout = async (request: FastifyRequest, id: string): Promise<void> => {
    const { counts } = await find(id);
    const limit = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const moved = await rollouts.environments(id, { after: 0, limit });
    requireAll(
      moved.map(({ environment }) => environment),
      request,
    );
  };

  server.route({
    ...routeOf(endpoints.startRollout),
    handler: async (request, reply) => {
      const { group } = request.params;
      const members = membersOf(group, request.body.environments);
      requireAll(members, request);
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
    ...routeOf(endpoints.pauseRollout),
    handler: async (request, reply) => {
      const { id } = request.params;
      await requireRollout(request, id);
      return reply.code(202).send(record(await rollouts.pause(id, request.origin())));
    },
  });

  server.route({
    ...routeOf(endpoints.cancelRollout),
    handler: async (request, reply) => {
      const { id } = request.params;
      await requireRollout(request, id);
      return reply.code(202).send(record(await rollouts.cancel(id, request.origin())));
    },
  });

  server.route({
    ...routeOf(endpoints.resumeRollout),
    handler: async (request, reply) => {
      const { id } = request.params;
      await requireRollout(request, id);
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

function notInGroup(name: string, group: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${name} is no environment of the group ${group}.`,
    fix: `GET /environments?group=${group} has those that are.`,
    meta: { where: 'body', name: 'environments', environment: name, group },
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
