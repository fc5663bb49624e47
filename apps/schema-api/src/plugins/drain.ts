import type { Socket } from 'node:net';
import fp from 'fastify-plugin';

/** The end of a server, in its steps. */
export interface Drain {
  /** From here on `/readyz` says no, so that nobody sends anything new; everything is still answered. */
  begin(): void;
  readonly isDraining: boolean;
  /** Aborted when the server closes: an answer without an end (a stream of events) ends then. */
  readonly closing: AbortSignal;
}

declare module 'fastify' {
  interface FastifyInstance {
    drain: Drain;
  }
}

/**
 * Lets the server close as soon as the last answer is out. Fastify drops the
 * connections that are idle when closing begins; one that was busy then would
 * be kept alive after its answer for as long as its client likes.
 */
export const drain = fp(
  async (server) => {
    const closing = new AbortController();
    let isDraining = false;
    server.decorate('drain', {
      begin: () => {
        isDraining = true;
      },
      get isDraining() {
        return isDraining;
      },
      closing: closing.signal,
    });
    server.addHook('onSend', async (_request, reply) => {
      // The client asks the next one of somebody else.
      if (isDraining) reply.header('connection', 'close');
    });
    // Proxies and browsers connect before they ask. Node does not count such a connection as idle.
    const sockets = new Set<Socket>();
    server.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.addHook('preClose', async () => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      isDraining = true;
      closing.abort();
    });
    server.addHook('onResponse', async () => {
      if (closing.signal.aborted) server.server.closeIdleConnections();
    });
  },
  { name: 'drain' },
);
