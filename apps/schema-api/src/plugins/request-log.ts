import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fp from 'fastify-plugin';
import { readTraceparent } from '../telemetry/trace-context.ts';

/** What others may send as an id: nothing that a log, a header or a page has to escape. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/;

/** The id of a request: the one that a proxy gave it, where that is well formed, or a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Probes come every few seconds from every orchestrator. */
const PROBES = ['/healthz', '/readyz'];

/**
 * Answers with the request's id, and writes one line for each request: who asked
 * which route, and how it ended. The path itself is not in it: some clients put
 * a token there.
 */
export const requestLog = fp(
  async (server) => {
    server.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    });
    server.addHook('onResponse', async (request, reply) => {
      const { url: route = 'none' } = request.routeOptions;
      const traceId = readTraceparent(request.headers.traceparent)?.traceId;
      const line = {
        ...(traceId === undefined ? {} : { traceId }),
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        // Null where the request failed before anyone was asked who it is.
        actor: request.actor?.name,
        address: request.ip,
      };
      if (PROBES.includes(route) && reply.statusCode < 400) request.log.debug(line, 'answered');
      else request.log.info(line, 'answered');
    });
  },
  { name: 'request-log' },
);
