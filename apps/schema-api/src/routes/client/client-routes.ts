import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { BlobStore, ReleaseCatalog } from '@schema-service/catalog';
import { routeOf } from '../../http/route-of.ts';
import { artifactOffer } from '../../releases/artifact-offer.ts';
import { findClient } from '../../releases/client-artifacts.ts';
import { exactVersions } from '../../releases/exact-version.ts';
import { jsonContent } from '../../serving/json-content.ts';
import { describeClient } from './client-description.ts';
import { packageList } from './package-list.ts';

interface ClientOptions {
  readonly catalog: ReleaseCatalog;
  readonly blobs: BlobStore;
}

/** `GET /client/:version`: all packages. `GET /client/:version/:language`: the package itself, or with `?format=json` what it is and how to install it. */
export const clientRoutes: FastifyPluginAsyncTypebox<ClientOptions> = async (
  server,
  { catalog, blobs },
) => {
  server.route({
    ...routeOf(endpoints.listPackages),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const make = async () =>
        jsonContent(await packageList(catalog, version, request.publicUrl()));
      const offer = { type: 'application/json', key: `packages ${version}`, make };
      return reply.represent({ lifetime: 'current', namesUs: true, offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.getClient),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { version, language } = request.params;
      if (request.query.format === 'json') {
        const make = async () => {
          const client = await findClient(catalog, version, language);
          return jsonContent(describeClient(client, request.publicUrl()));
        };
        const offer = { type: 'application/json', key: `client ${version} ${language}`, make };
        return reply.represent({ lifetime: 'current', namesUs: true, offers: [offer] });
      }
      const { artifact } = await findClient(catalog, version, language);
      const offer = artifactOffer(artifact, blobs);
      return reply.represent({ lifetime: 'fixed', offers: [offer] });
    },
  });
};
