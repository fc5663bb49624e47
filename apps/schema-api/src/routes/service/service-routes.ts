import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { ConsoleFiles } from '../../console/console-files.ts';
import { consolePage } from '../../console/console-page.ts';
import { routeOf } from '../../http/route-of.ts';
import { jsonContent } from '../../serving/json-content.ts';
import { inTime } from './in-time.ts';

const paths = {
  console: '/console/',
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

/** Where everything is (as a page, the console), and the two questions that an orchestrator asks. */
export const serviceRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly files: ConsoleFiles;
}> = async (server, { catalog, files }) => {
  server.route({
    ...routeOf(endpoints.index),
    handler: (request, reply) => {
      const links = Object.entries(paths).map(([name, path]) => [name, request.publicUrl() + path]);
      const index = { name: 'Schema API', links: Object.fromEntries(links) };
      const make = async () => jsonContent(index);
      const page = async () => consolePage(files, request.publicUrl());
      return reply.represent({
        lifetime: 'current',
        namesUs: true,
        offers: [
          { type: 'application/json', key: 'index', make },
          { type: 'text/html', key: 'console', make: page },
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
