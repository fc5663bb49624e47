import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import type { FastifyRequest } from 'fastify';
import { immutable, revalidate } from '../../cache-control.ts';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { exactVersions } from '../../exact-version.ts';
import { findRelease } from '../../find-release.ts';
import { routeOf } from '../../route-of.ts';

const modelType = 'application/vnd.schema-model+json';
const textTypes = ['text/plain', 'application/vnd.prisma'];
const typeOfFormat = { json: 'application/json', text: 'text/plain', model: modelType } as const;

/** `GET /schema/:version`: JSON, the `.prisma` text, or the SchemaModel, by `?format=` or `Accept`. */
export const schemaRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly comparison: VersionComparison;
}> = async (server, { catalog, comparison }) => {
  server.route({
    ...routeOf(endpoints.getSchema),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { format } = request.query;
      const type = format === undefined ? acceptedType(request) : typeOfFormat[format];
      reply.header('vary', 'accept').header('cache-control', immutable);
      if (type === modelType) {
        const model = await comparison.model(request.params.version);
        // Another version of this service may read the same text more closely.
        reply.header('cache-control', revalidate);
        // As bytes: a string would get a charset, which the type does not have.
        return reply.type(modelType).send(Buffer.from(JSON.stringify(model)));
      }
      const release = await findRelease(catalog, request.params.version);
      const { version, schema, metadata, changelog } = release;
      if (type === 'application/json') return { version, schema, metadata, changelog };
      return reply.type(`${type}; charset=utf-8`).send(schema);
    },
  });
};

/** JSON for who asks for none of the types. */
function acceptedType(request: FastifyRequest): string {
  const type = request.accepts().type(['application/json', ...textTypes, modelType]);
  return typeof type === 'string' ? type : 'application/json';
}
