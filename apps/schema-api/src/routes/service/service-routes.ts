import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { revalidate } from '../../cache-control.ts';

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
  openapi: '/openapi.json',
  health: '/healthz',
  readiness: '/readyz',
};

/** The front page and the two questions that an orchestrator asks. */
export const serviceRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
}> = async (server, { catalog }) => {
  server.get(endpoints.index.path, { schema: endpoints.index.schema }, async (request, reply) => {
    const links = Object.entries(paths).map(([name, path]) => [name, request.publicUrl() + path]);
    reply.header('cache-control', revalidate);
    return { name: 'Schema API', links: Object.fromEntries(links) };
  });

  server.get(endpoints.liveness.path, { schema: endpoints.liveness.schema }, async () => ({
    status: 'ok' as const,
  }));

  server.get(endpoints.readiness.path, { schema: endpoints.readiness.schema }, async () => {
    // A query of the catalog's own: it fails too where the server is there but the tables are not.
    await catalog.latestVersion().catch((cause) => Promise.reject(notReady(cause)));
    return { status: 'ready' as const };
  });
};

function notReady(cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'NOT_READY',
      message: 'The release catalog does not answer.',
      why: cause instanceof Error ? cause.message : String(cause),
      fix: 'Check that PostgreSQL runs and that DATABASE_URL is right.',
    },
    { cause },
  );
}
