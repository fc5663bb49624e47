import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { immutable } from '../../cache-control.ts';
import { exactVersions } from '../../exact-version.ts';
import { findRelease } from '../../find-release.ts';
import { routeOf } from '../../route-of.ts';

/** `GET /migrations/:version`: that version's own migrations, in order, and what they are verified by. */
export const migrationRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  server.route({
    ...routeOf(endpoints.listMigrations),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { version, migrations, metadata, structure } = await findRelease(
        catalog,
        request.params.version,
      );
      reply.header('cache-control', immutable);
      const known = structure === undefined ? {} : { structure };
      return { version, migrations: [...migrations], metadata, ...known };
    },
  });
};
