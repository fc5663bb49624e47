import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { routeOf } from '../../http/route-of.ts';
import type { Offer } from '../../plugins/representations.ts';
import { exactVersions } from '../../releases/exact-version.ts';
import { findRelease } from '../../releases/find-release.ts';
import { jsonContent } from '../../serving/json-content.ts';

const modelType = 'application/vnd.schema-model+json';

/** `GET /schema/:version`: JSON, the `.prisma` text, or the SchemaModel, by `?format=` or `Accept`. */
export const schemaRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly comparison: VersionComparison;
}> = async (server, { catalog, comparison }) => {
  server.route({
    ...routeOf(endpoints.getSchema),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const offer = (type: string, make: Offer['make']): Offer => ({
        ...{ type, key: `schema ${version} ${type}`, make },
      });
      const json = offer('application/json', async () => {
        const { schema, metadata, changelog } = await findRelease(catalog, version);
        return jsonContent({ version, schema, metadata, changelog });
      });
      const textOf = (type: string): Offer =>
        offer(type, async () => ({
          type: `${type}; charset=utf-8`,
          body: (await findRelease(catalog, version)).schema,
        }));
      const text = textOf('text/plain');
      // Another version of this service may read the same text more closely.
      const makeModel = async () => jsonContent(await comparison.model(version), modelType);
      const model: Offer = { ...offer(modelType, makeModel), isRevised: true };
      const { format } = request.query;
      if (format !== undefined) {
        const chosen = { json, text, model }[format];
        return reply.represent({ lifetime: 'fixed', offers: [chosen] });
      }
      return reply.represent({
        lifetime: 'fixed',
        offers: [json, text, textOf('application/vnd.prisma'), model],
      });
    },
  });
};
