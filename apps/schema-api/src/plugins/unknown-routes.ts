import { SchemaServiceError } from '@schema-service/errors';
import fp from 'fastify-plugin';

/** A path as a route is written, and the methods that it has. */
interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Answers what no route does: 405 with the methods of the path where there are others, 404 where there are none. */
export const unknownRoutes = fp(async (server) => {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    // What answers everything below a path says itself what it does not know.
    if (url.endsWith('*')) return;
    const path = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) path.methods.add(one);
    paths.set(url, path);
  });

  server.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?', 1);
    const known = [...paths.values()].filter(({ pattern }) => pattern.test(path));
    const methods = [...new Set(known.flatMap(({ methods: each }) => [...each]))].sort();
    if (methods.length === 0) {
      throw new SchemaServiceError({
        code: 'ROUTE_NOT_FOUND',
        message: `${request.method} ${request.originalUrl} does not exist here.`,
        fix: 'GET / lists what does.',
      });
    }
    reply.header('allow', methods.join(', '));
    throw new SchemaServiceError({
      code: 'METHOD_NOT_ALLOWED',
      message: `${request.originalUrl} takes no ${request.method}.`,
      fix: `It takes ${methods.join(', ')}.`,
      meta: { allowed: methods },
    });
  });
});

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
