import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { routeOf } from '../../http/route-of.ts';
import { closedPage } from '../../pages/front-page.ts';
import { pageContent } from '../../pages/page.ts';
import type { Pages } from '../../pages/pages.ts';
import { jsonContent } from '../../serving/json-content.ts';
import { inTime } from './in-time.ts';

const paths = {
  versions: '/versions',
  latest: '/versions/latest',
  schema: '/schema/latest',
  nodeClient: '/client/latest/node',
  pythonClient: '/client/latest/python',
  typescriptTypes: '/client/latest/typescript',
  migrations: '/migrations/latest',
  npmRegistry: '/npm/',
  pypiIndex: '/pypi/simple/',
  feed: '/versions.atom',
  events: '/events',
  reference: '/reference',
  openapi: '/openapi.json',
  health: '/healthz',
  readiness: '/readyz',
};

/** The front page and the two questions that an orchestrator asks. */
export const serviceRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly pages: Pages;
  /** A browser brings no token: what it may see is what everybody may. */
  readonly mayBrowse: boolean;
}> = async (server, { catalog, pages, mayBrowse }) => {
  server.route({
    ...routeOf(endpoints.index),
    handler: (request, reply) => {
      const links = Object.entries(paths).map(([name, path]) => [name, request.publicUrl() + path]);
      const index = { name: 'Schema API', links: Object.fromEntries(links) };
      const make = async () => jsonContent(index);
      const page = async () =>
        pageContent(mayBrowse ? await pages.front(request.publicUrl()) : closedPage());
      return reply.represent({
        lifetime: 'current',
        namesUs: true,
        offers: [
          { type: 'application/json', key: 'index', make },
          { type: 'text/html', key: 'front page', make: page },
        ],
      });
    },
  });

  server.route({
    ...routeOf(endpoints.liveness),
    handler: async () => ({
      status: 'ok' as const,
    }),
  });

  server.route({
    ...routeOf(endpoints.readiness),
    handler: async () => {
      if (server.drain.isDraining) throw stopping();
      // A query of the catalog's own: it fails too where the server is there but the tables are not.
      await inTime(catalog.latestVersion()).catch((cause) => Promise.reject(notReady(cause)));
      return { status: 'ready' as const };
    },
  });
};

function stopping(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'NOT_READY',
    message: 'This process is stopping.',
    why: 'It was asked to end, and answers only what is under way.',
    fix: 'Ask another one.',
  });
}

function notReady(cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'NOT_READY',
      message: 'The release catalog does not answer.',
      // The cause has the database's host and user: it is for the log.
      fix: 'Check that PostgreSQL runs and that DATABASE_URL is right. The log has the cause.',
    },
    { cause },
  );
}
