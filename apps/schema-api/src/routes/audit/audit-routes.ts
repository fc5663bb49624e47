import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { AuditLog } from '@schema-service/catalog';
import { pageOf } from '../../http/page-of.ts';
import { routeOf } from '../../http/route-of.ts';

/** The audit log: who did. */
export const auditRoutes: FastifyPluginAsyncTypebox<{ readonly audit: AuditLog }> = async (
  server,
  { audit },
) => {
  server.route({
    ...routeOf(endpoints.listAudit),
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { before, limit = 100 } = request.query;
      const found = await audit.list({
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
      });
      const { shown: entries, next } = pageOf(found, limit, ({ id }) => id);
      return { entries, next };
    },
  });
};
