import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { revalidate } from '../../cache-control.ts';
import { versionNotFound } from '../../find-release.ts';
import { versionSummary } from './version-summary.ts';

/** `GET /versions`, `GET /versions/latest`. */
export const versionRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  const { listVersions, latestVersion } = endpoints;

  server.get(listVersions.path, { schema: listVersions.schema }, async (_request, reply) => {
    const [versions, latest] = await Promise.all([catalog.listVersions(), catalog.latestVersion()]);
    reply.header('cache-control', revalidate);
    return { latest: latest ?? null, versions: versions.map(versionSummary) };
  });

  server.get(latestVersion.path, { schema: latestVersion.schema }, async (_request, reply) => {
    const latest = await catalog.latestVersion();
    const found = (await catalog.listVersions()).find(({ version }) => version === latest);
    if (!found) throw await versionNotFound(catalog, 'latest');
    reply.header('cache-control', revalidate);
    return versionSummary(found);
  });
};
