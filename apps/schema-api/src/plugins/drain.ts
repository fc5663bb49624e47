import fp from 'fastify-plugin';

/**
 * Lets the server close as soon as the last answer is out. Fastify drops the
 * connections that are idle when closing begins; one that was busy then would
 * be kept alive after its answer for as long as its client likes.
 */
export const drain = fp(async (server) => {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onResponse', async () => {
    if (closing) server.server.closeIdleConnections();
  });
});
