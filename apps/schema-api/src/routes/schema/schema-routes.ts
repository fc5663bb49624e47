import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { immutable } from '../../cache-control.ts';
import { exactVersions } from '../../exact-version.ts';
import { findRelease } from '../../find-release.ts';
import { routeOf } from '../../route-of.ts';

const prismaText = ['text/plain', 'application/vnd.prisma'];

/** `GET /schema/:version`: JSON, or the `.prisma` text to who prefers text. */
export const schemaRoutes: FastifyPluginAsyncTypebox<{ readonly catalog: ReleaseCatalog }> = async (
  server,
  { catalog },
) => {
  server.route({
    ...routeOf(endpoints.getSchema),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { version, schema, metadata, changelog } = await findRelease(
        catalog,
        request.params.version,
      );
      reply.header('cache-control', immutable).header('vary', 'accept');
      const type = request.accepts().type(['application/json', ...prismaText]);
      if (typeof type === 'string' && prismaText.includes(type)) {
        return reply.type(`${type}; charset=utf-8`).send(schema);
      }
      return { version, schema, metadata, changelog };
    },
  });
};
