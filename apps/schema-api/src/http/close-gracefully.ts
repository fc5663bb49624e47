import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/**
 * Ends a server without losing a request: it says first that it is not ready, and
 * stops listening when whoever sends requests has had time to see that. What has
 * not been answered within the bound is cut off.
 */
export async function closeGracefully(
  server: FastifyInstance,
  bounds: { readonly shutdownDelay: number; readonly shutdownTimeout: number },
): Promise<void> {
  server.drain.begin();
  await sleep(bounds.shutdownDelay);
  const late = setTimeout(() => {
    server.log.warn('Requests that did not end in time are cut off.');
    server.server.closeAllConnections();
  }, bounds.shutdownTimeout);
  await server.close();
  clearTimeout(late);
}
