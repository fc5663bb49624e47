import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { exactVersions } from '../../exact-version.ts';
import { findRelease } from '../../find-release.ts';
import { jsonContent } from '../../json-content.ts';
import { routeOf } from '../../route-of.ts';

/** `GET /migrations/:version`: that version's own migrations, in order, and what they are verified by. */
export const migrationRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  server.route({
    ...routeOf(endpoints.listMigrations),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const make = async () => {
        const { migrations, metadata, structure } = await findRelease(catalog, version);
        const known = structure === undefined ? {} : { structure };
        return jsonContent({
          version,
          migrations: migrations.map(({ kind: _, ...migration }) => migration),
          metadata,
          ...known,
        });
      };
      const offer = { type: 'application/json', key: `migrations ${version}`, make };
      return reply.represent({ lifetime: 'fixed', offers: [offer] });
    },
  });
};
