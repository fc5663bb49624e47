import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { closedPage } from '../../pages/front-page.ts';
import { sendPage } from '../../pages/page.ts';
import type { Pages } from '../../pages/pages.ts';
import { routeOf } from '../../route-of.ts';
import { preferredType } from '../../serving/negotiation.ts';
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
}> = async (server, { catalog, pages }) => {
  server.route({
    ...routeOf(endpoints.index),
    handler: async (request, reply) => {
      const links = Object.entries(paths).map(([name, path]) => [name, request.publicUrl() + path]);
      const types = ['application/json', 'text/html'];
      reply.header('cache-control', 'no-cache').header('vary', 'accept');
      if (preferredType(request.headers.accept, types) === 1) {
        // A browser brings no token: what it may see is what everybody may.
        const mayRead = request.actor.scopes.includes('read');
        return sendPage(reply, mayRead ? await pages.front(request.publicUrl()) : closedPage());
      }
      return { name: 'Schema API', links: Object.fromEntries(links) };
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
