import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  type EnvironmentState,
  type EnvironmentSummary,
  type EnvironmentVersions,
  endpoints,
} from '@schema-service/api-contract';
import type { AuditLog } from '@schema-service/catalog';
import type { PauseResult } from '@schema-service/migrator';
import type { FastifyRequest } from 'fastify';
import type { EnvironmentConfiguration } from '../../environments/environment-config.ts';
import {
  type EnvironmentDatabase,
  openEnvironment,
} from '../../environments/environment-database.ts';
import { lineOf, readGoal } from '../../environments/run-goal.ts';
import { findEnvironment, type RunStarter } from '../../environments/start-run.ts';
import { pageOf } from '../../http/page-of.ts';
import { routeOf } from '../../http/route-of.ts';

const PAGE = 200;

export interface EnvironmentRouteOptions extends RunStarter {
  readonly audit: AuditLog;
}

/** `/environments`: the databases that this server migrates. */
export const environmentRoutes: FastifyPluginAsyncTypebox<EnvironmentRouteOptions> = async (
  server,
  { runs, environments, sourceFor, audit },
) => {
  const summaryOf = async (environment: EnvironmentConfiguration): Promise<EnvironmentSummary> => {
    const { name, group, policy } = environment;
    return { name, group, policy, run: (await runs.current(name))?.id ?? null };
  };

  server.route({
    ...routeOf(endpoints.listEnvironments),
    handler: async ({ query: { group, after, limit = PAGE } }, reply) => {
      const all = [...environments.values()].filter(
        (one) =>
          (group === undefined || one.group === group) && (after === undefined || one.name > after),
      );
      const { shown, next } = pageOf(all, limit, ({ name }) => name);
      reply.header('cache-control', 'no-store');
      return { environments: await Promise.all(shown.map(summaryOf)), next };
    },
  });

  server.route({
    ...routeOf(endpoints.getEnvironment),
    handler: async ({ params, query }, reply) => {
      const environment = findEnvironment(environments, params.name);
      const database = await openEnvironment(environment, sourceFor, query.to);
      const [summary, status, history, verified] = await Promise.all([
        summaryOf(environment),
        database.status(),
        database.history(),
        database.verify(),
      ]);
      reply.header('cache-control', 'no-store');
      const drift = { known: verified !== undefined, differences: verified?.differences ?? [] };
      // Of the engine's records the contract says that they are objects.
      return {
        ...summary,
        current: status.currentVersion,
        target: status.targetVersion,
        pending: [...status.pending],
        ...{ drift, status, history },
      } as unknown as EnvironmentState;
    },
  });

  server.route({
    ...routeOf(endpoints.getEnvironmentPlan),
    handler: async ({ params, query: { to, direction = 'up', version, ...options } }, reply) => {
      const environment = findEnvironment(environments, params.name);
      const goal = readGoal({ direction, to, version }, options);
      const database = await openEnvironment(environment, sourceFor, lineOf(goal));
      const { plan, report } = await database.plan(goal, options);
      reply.header('cache-control', 'no-store');
      const { digest, currentVersion, targetVersion } = plan;
      return {
        ...{ environment: params.name, digest, currentVersion, targetVersion },
        report: { ...report },
      };
    },
  });

  server.route({
    ...routeOf(endpoints.getEnvironmentVersions),
    handler: async ({ params, query }, reply) => {
      const database = await openEnvironment(findEnvironment(environments, params.name), sourceFor);
      const { kind: _, ...found } = await database.versions(query.quietMs);
      reply.header('cache-control', 'no-store');
      // JSON makes its times what the contract says.
      return found as unknown as EnvironmentVersions;
    },
  });

  server.route({
    ...routeOf(endpoints.retireVersion),
    handler: async (request) => {
      const { name, version } = request.params;
      request.requireScope(`migrate:${name}`);
      const database = await openEnvironment(findEnvironment(environments, name), sourceFor);
      const { kind: _, ...end } = await database.retire({ version, ...request.body });
      const detail = { version, endsOn: end.endsOn };
      await audit.record({ action: 'version.retire', subject: name, detail }, request.origin());
      return end;
    },
  });

  /** Pauses the batches of an environment, or lets them go on; the audit log has what was changed. */
  const setPause = async (
    request: FastifyRequest,
    name: string,
    action: 'pause' | 'resume',
    set: (database: EnvironmentDatabase) => Promise<PauseResult>,
  ) => {
    request.requireScope(`migrate:${name}`);
    const environment = findEnvironment(environments, name);
    const { pause, changed } = await set(await openEnvironment(environment, sourceFor));
    if (changed)
      await audit.record({ action: `batches.${action}`, subject: name }, request.origin());
    return { pause: pause && { ...pause }, changed };
  };

  server.route({
    ...routeOf(endpoints.pauseBatches),
    handler: async (request) => {
      const { params, body } = request;
      return setPause(request, params.name, 'pause', ({ pauseBatches }) =>
        pauseBatches({ ...body, by: request.origin().actor }),
      );
    },
  });

  server.route({
    ...routeOf(endpoints.resumeBatches),
    handler: async (request) =>
      setPause(request, request.params.name, 'resume', ({ resumeBatches }) => resumeBatches()),
  });
};
