import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { VersionSummary } from '@schema-service/api-contract';
import { endpoints } from '@schema-service/api-contract';
import type { VersionSummary as CatalogVersion, ReleaseCatalog } from '@schema-service/catalog';
import { revalidate } from '../../cache-control.ts';
import { versionNotFound } from '../../find-release.ts';
import { routeOf } from '../../route-of.ts';

/** `GET /versions`, `GET /versions/latest`. */
export const versionRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  server.route({
    ...routeOf(endpoints.listVersions),
    handler: async (_request, reply) => {
      const [versions, latest] = await Promise.all([
        catalog.listVersions(),
        catalog.latestVersion(),
      ]);
      reply.header('cache-control', revalidate);
      return { latest: latest ?? null, versions: versions.map(versionSummary) };
    },
  });

  server.route({
    ...routeOf(endpoints.latestVersion),
    handler: async (_request, reply) => {
      const latest = await catalog.latestVersion();
      const found = (await catalog.listVersions()).find(({ version }) => version === latest);
      if (!found) throw await versionNotFound(catalog, 'latest');
      reply.header('cache-control', revalidate);
      return versionSummary(found);
    },
  });
};

/** A catalog's summary as the contract says it. */
function versionSummary(summary: CatalogVersion): VersionSummary {
  const { version, date, bump, previous, hash, publishedAt } = summary;
  return { version, date, bump, previous, hash, publishedAt };
}
