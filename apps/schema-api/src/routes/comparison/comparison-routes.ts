import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { revalidate } from '../../cache-control.ts';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { exactVersion, exactVersions } from '../../exact-version.ts';
import { routeOf } from '../../route-of.ts';

/**
 * `GET /diff/:from/:to`, `GET /compatibility?client=&database=`. Revalidated, not
 * immutable: the rules that judge may know more in the next version of this service.
 */
export const comparisonRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly comparison: VersionComparison;
}> = async (server, { catalog, comparison }) => {
  server.route({
    ...routeOf(endpoints.diffVersions),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      reply.header('cache-control', revalidate);
      return comparison.diff(request.params.from, request.params.to);
    },
  });

  server.route({
    ...routeOf(endpoints.compatibility),
    handler: async (request, reply) => {
      const [client, database] = await Promise.all([
        exactVersion(catalog, request.query.client),
        exactVersion(catalog, request.query.database),
      ]);
      reply.header('cache-control', revalidate);
      return comparison.compatibility(client, database);
    },
  });
};
