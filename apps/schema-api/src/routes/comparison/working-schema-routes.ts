import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import type { FastifyReply } from 'fastify';
import { MOST_WORKING_BODY, type WorkingSchemas } from '../../comparison/working-schemas.ts';
import { routeOf } from '../../http/route-of.ts';
import { exactVersions } from '../../releases/exact-version.ts';
import { jsonContent } from '../../serving/json-content.ts';

/** `/working-schemas`: schemas that are in work, and what they change of a version. */
export const workingSchemaRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly working: WorkingSchemas;
}> = async (server, { catalog, working }) => {
  server.route({
    ...routeOf(endpoints.keepWorkingSchema),
    bodyLimit: MOST_WORKING_BODY,
    handler: async (request, reply) => {
      const kept = await working.keep(request.body.files, request.origin());
      reply.code(201).header('cache-control', 'no-store');
      return kept;
    },
  });

  /** Made once for all who ask; in memory it may outlive what it is of. */
  const answer = (reply: FastifyReply, key: string, make: () => Promise<object>) => {
    const offer = { type: 'application/json', key, make: async () => jsonContent(await make()) };
    return reply.represent({ lifetime: 'current', offers: [offer] });
  };

  server.route({
    ...routeOf(endpoints.getWorkingSchema),
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return working.find(request.params.id);
    },
  });

  server.route({
    ...routeOf(endpoints.getWorkingSchemaModel),
    handler: ({ params: { id } }, reply) =>
      answer(reply, `working model ${id}`, () => working.model(id)),
  });

  server.route({
    ...routeOf(endpoints.getWorkingSchemaDiagram),
    handler: ({ params: { id }, query: { detail = 'fields' } }, reply) =>
      answer(reply, `working diagram ${id} ${detail}`, () => working.drawing(id, detail)),
  });

  server.route({
    ...routeOf(endpoints.diffWorkingSchema),
    preHandler: exactVersions(catalog),
    handler: ({ params: { id, from } }, reply) =>
      answer(reply, `working diff ${id} ${from}`, () => working.diff(from, id)),
  });
};
