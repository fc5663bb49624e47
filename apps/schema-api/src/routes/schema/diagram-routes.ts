import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import type { Diagrams } from '../../diagram/diagrams.ts';
import { routeOf } from '../../http/route-of.ts';
import { exactVersions } from '../../releases/exact-version.ts';
import { schemaHistory } from '../../releases/schema-history.ts';
import { jsonContent } from '../../serving/json-content.ts';

/** `GET /schema/:version/diagram`, `GET /schema/:version/history`: what is shown of a schema beside itself. */
export const diagramRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly diagrams: Diagrams;
}> = async (server, { catalog, diagrams }) => {
  server.route({
    ...routeOf(endpoints.getDiagram),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const { detail = 'fields' } = request.query;
      const make = async () => jsonContent(await diagrams.of(version, detail));
      const key = `diagram ${version} ${detail}`;
      // The next version of this service may lay it out otherwise.
      const offer = { type: 'application/json', key, make, isRevised: true } as const;
      return reply.represent({ lifetime: 'fixed', offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.getSchemaHistory),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const make = async () => jsonContent(await schemaHistory(catalog, version));
      const offer = { type: 'application/json', key: `schema history ${version}`, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });
};
