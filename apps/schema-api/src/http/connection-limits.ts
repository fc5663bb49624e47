import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { SchemaServiceError } from '@schema-service/errors';

/** What one connection may take, so that slow ones and many of them leave room for others. Times in milliseconds. */
export interface ConnectionLimits {
  /** From the first byte of a request to its last. Its head has an eighth of it. */
  readonly requestTimeout: number;
  /** How many connections there may be; what comes above that is closed. */
  readonly maxConnections: number;
}

export const usualLimits: ConnectionLimits = { requestTimeout: 120_000, maxConnections: 10_000 };

/** The limits of a configuration. */
export function limitsOf({
  requestTimeout = usualLimits.requestTimeout,
  maxConnections = usualLimits.maxConnections,
}: Partial<ConnectionLimits>): ConnectionLimits {
  return { requestTimeout, maxConnections };
}

/** A proxy keeps its idle connections for a minute: ours live longer, so that it never sends into one that ends. */
const keepAliveTimeout = 72_000;
/** A body that a route does not say otherwise for: JSON that people and tools write. */
const bodyLimit = 1_048_576;

/** The part of Fastify's options that bounds connections; the server's own part is {@link createLimitedServer}. */
export const connectionOptions: {
  readonly bodyLimit: number;
  readonly clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => void;
} = { bodyLimit, clientErrorHandler: answerBrokenRequest };

/** An HTTP server that ends connections which take too much. */
export function createLimitedServer(
  { requestTimeout, maxConnections }: ConnectionLimits,
  listener: RequestListener,
): Server {
  const server = createServer(
    {
      requestTimeout,
      headersTimeout: Math.ceil(requestTimeout / 8),
      connectionsCheckingInterval: Math.max(250, Math.ceil(requestTimeout / 40)),
      keepAliveTimeout,
    },
    listener,
  );
  // A reader that takes nothing for so long is gone, or means harm.
  server.setTimeout(requestTimeout);
  server.maxConnections = maxConnections;
  return server;
}

const broken: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'The head of the request is too large.'],
};

/** The last words to a connection whose request cannot be read. It is no request yet, so no handler is asked. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, message] = broken[error.code ?? ''] ?? [400, 'This is no HTTP request.'];
  const failure = new SchemaServiceError({ code: 'REQUEST_INVALID', message });
  const body = JSON.stringify(failure);
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}
