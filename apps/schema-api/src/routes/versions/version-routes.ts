import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { VersionSummary } from '@schema-service/api-contract';
import { endpoints } from '@schema-service/api-contract';
import type { VersionSummary as CatalogVersion, ReleaseCatalog } from '@schema-service/catalog';
import { routeOf } from '../../http/route-of.ts';
import { versionNotFound } from '../../releases/find-release.ts';
import { jsonContent } from '../../serving/json-content.ts';

/** `GET /versions`, `GET /versions/latest`. */
export const versionRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  server.route({
    ...routeOf(endpoints.listVersions),
    handler: (_request, reply) => {
      const make = async () => {
        const [versions, latest] = await Promise.all([
          catalog.listVersions(),
          catalog.latestVersion(),
        ]);
        return jsonContent({ latest: latest ?? null, versions: versions.map(versionSummary) });
      };
      const offer = { type: 'application/json', key: 'versions', make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.latestVersion),
    handler: (_request, reply) => {
      const make = async () => {
        const latest = await catalog.latestVersion();
        const found = (await catalog.listVersions()).find(({ version }) => version === latest);
        if (!found) throw await versionNotFound(catalog, 'latest');
        return jsonContent(versionSummary(found));
      };
      const offer = { type: 'application/json', key: 'versions latest', make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });
};

/** A catalog's summary as the contract says it. */
function versionSummary(summary: CatalogVersion): VersionSummary {
  const { version, date, bump, previous, appliesTo, includes, hash, publishedAt } = summary;
  const { deprecated, yanked } = summary;
  return {
    ...{ version, date, bump, previous, hash, publishedAt },
    ...(appliesTo ? { appliesTo: [...appliesTo] } : {}),
    ...(includes ? { includes: [...includes] } : {}),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(yanked === undefined ? {} : { yanked }),
  };
}
