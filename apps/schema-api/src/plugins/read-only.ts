import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyPluginAsync } from 'fastify';

/** Refuses every write below the prefix, before a body is read. */
export const readOnly: FastifyPluginAsync<{ readonly registry: string }> = async (
  server,
  { registry },
) => {
  server.route({
    method: ['DELETE', 'PATCH', 'POST', 'PUT'],
    url: '/*',
    schema: { hide: true },
    config: { scope: 'read' },
    onRequest: async (_request, reply) => {
      reply.header('allow', 'GET, HEAD').header('connection', 'close');
      throw new SchemaServiceError({
        code: 'REGISTRY_READ_ONLY',
        message: `This ${registry} is read-only.`,
        why: 'A version is published with its whole release, by the schema service itself.',
        fix: 'Release a new version of the schema; its packages appear here.',
      });
    },
    handler: async () => undefined,
  });
};
