import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { immutable, revalidate } from '../../cache-control.ts';
import { exactVersions } from '../../exact-version.ts';
import { routeOf } from '../../route-of.ts';
import { sendArtifact } from '../../send-artifact.ts';
import { findClient } from './client-artifacts.ts';
import { describeClient } from './client-description.ts';

/** `GET /client/:version/:language`: the package itself, or with `?format=json` what it is and how to install it. */
export const clientRoutes: FastifyPluginAsyncTypebox<{ readonly catalog: ReleaseCatalog }> = async (
  server,
  { catalog },
) => {
  server.route({
    ...routeOf(endpoints.getClient),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { version, language } = request.params;
      const client = await findClient(catalog, version, language);
      if (request.query.format === 'json') {
        reply.header('cache-control', revalidate);
        return describeClient(client, request.publicUrl());
      }
      const { ecosystem, name, filename } = client.artifact;
      const file = await catalog.readArtifact(ecosystem, name, filename);
      if (!file) throw new Error(`The catalog lists ${filename} and does not have it.`);
      reply.header('cache-control', immutable);
      return sendArtifact(reply, file);
    },
  });
};
