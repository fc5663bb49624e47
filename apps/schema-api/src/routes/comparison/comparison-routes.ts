import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { BlobStore, ReleaseCatalog } from '@schema-service/catalog';
import { compareClients } from '../../comparison/compare-clients.ts';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { routeOf } from '../../http/route-of.ts';
import { exactVersion, exactVersions } from '../../releases/exact-version.ts';
import { jsonContent } from '../../serving/json-content.ts';

/**
 * `GET /diff/:from/:to` and what is below it, `GET /compatibility?client=&database=`. Revalidated, not
 * immutable: the rules that judge may know more in the next version of this service.
 */
export const comparisonRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly blobs: BlobStore;
  readonly comparison: VersionComparison;
}> = async (server, { catalog, blobs, comparison }) => {
  server.route({
    ...routeOf(endpoints.diffVersions),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { from, to } = request.params;
      const make = async () => jsonContent(await comparison.diff(from, to));
      const offer = { type: 'application/json', key: `diff ${from} ${to}`, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.diffClients),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { from, to, language } = request.params;
      const make = async () =>
        jsonContent(await compareClients({ catalog, blobs }, from, to, language));
      const key = `client diff ${from} ${to} ${language}`;
      const offer = { type: 'application/json', key, make, isRevised: true } as const;
      return reply.represent({ lifetime: 'fixed', offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.compatibility),
    handler: async (request, reply) => {
      const [client, database] = await Promise.all([
        exactVersion(catalog, request.query.client),
        exactVersion(catalog, request.query.database),
      ]);
      const make = async () => jsonContent(await comparison.compatibility(client, database));
      const offer = { type: 'application/json', key: `compatibility ${client} ${database}`, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });
};
