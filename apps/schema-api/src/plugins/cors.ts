import fp from 'fastify-plugin';

/** What scripts may read of an answer beside its body, and send with a request. */
const exposed =
  'etag, location, content-disposition, repr-digest, retry-after, warning, x-request-id';
const accepted = 'authorization, content-type, if-none-match, last-event-id, x-request-id';
const methods = 'GET, HEAD, PUT, POST, DELETE';

/**
 * Lets pages of other origins read the answers (the Fetch standard's CORS).
 * Nothing here goes by cookies: who may is a token's to say, which a page has to
 * have. Answers depend on the origin unless it may be any.
 */
export const cors = fp(async (server, { origins }: { readonly origins: readonly string[] }) => {
  const isForAll = origins.includes('*');
  // Before authorization: a preflight has no token.
  server.addHook('onRequest', async (request, reply) => {
    if (!isForAll) reply.header('vary', 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !(isForAll || origins.includes(origin))) return undefined;
    reply
      .header('access-control-allow-origin', isForAll ? '*' : origin)
      .header('access-control-expose-headers', exposed);
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method'])
      return undefined;
    return reply
      .header('access-control-allow-methods', methods)
      .header('access-control-allow-headers', accepted)
      .header('access-control-max-age', 86_400)
      .code(204)
      .send();
  });
});
