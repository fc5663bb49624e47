import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Consumers, endpoints } from '@schema-service/api-contract';
import type { DownloadCounts, DownloadSum } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { rcompare } from 'semver';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { routeOf } from '../../http/route-of.ts';
import type { Usage } from '../../usage/count-downloads.ts';
import { consumersOfEach, type ObservedDatabase, worksOn } from '../../usage/database-clients.ts';

interface ConsumerOptions {
  readonly downloads: DownloadCounts;
  readonly usage: Usage | undefined;
  readonly comparison: VersionComparison;
  readonly databases: readonly ObservedDatabase[];
}

const DAYS = 30;

/** `GET /consumers`: who downloads which version, and who is connected to the databases. */
export const consumerRoutes: FastifyPluginAsyncTypebox<ConsumerOptions> = async (
  server,
  { downloads, usage, comparison, databases },
) => {
  server.route({
    ...routeOf(endpoints.consumers),
    handler: async (request, reply): Promise<Consumers> => {
      const { to = dayBefore(0), from = dayBefore(DAYS) } = request.query;
      if (![from, to].every(isDay)) throw noDay(from, to);
      await usage?.flush();
      const [sums, connected] = await Promise.all([
        downloads.sum(from, to),
        consumersOfEach(databases, comparison),
      ]);
      const versions = [...new Set(sums.map(({ version }) => version))].sort(rcompare);
      reply.header('cache-control', 'no-store');
      return {
        from,
        to,
        versions: await Promise.all(
          versions.map(async (version) => ({
            version,
            downloads: total(sums, version),
            databases: await Promise.all(
              connected.map(async ({ database, ...serves }) => ({
                database,
                works: await worksOn(comparison, version, serves),
              })),
            ),
          })),
        ),
        downloads: [...sums],
        databases: [...connected],
      };
    },
  });
};

function total(sums: readonly DownloadSum[], version: string): number {
  const ofVersion = sums.filter((sum) => sum.version === version);
  return ofVersion.reduce((all, { count }) => all + count, 0);
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(+date) && date.toISOString().startsWith(text);
}

function noDay(from: string, to: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${isDay(from) ? to : from} is no day of the calendar.`,
    meta: { where: 'querystring', from, to },
  });
}
