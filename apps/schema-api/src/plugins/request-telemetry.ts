import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { record, type Span, startSpan } from '../telemetry/telemetry.ts';

/** Measures each request by its route, and makes it a span that what it asks of the database is inside of. */
export const requestTelemetry = fp(
  async (server) => {
    const spans = new WeakMap<FastifyRequest, Span>();
    // With a callback, because what runs inside of it runs inside of the span.
    server.addHook('onRequest', (request, _reply, done) => {
      const { method, headers } = request;
      const route = request.routeOptions.url ?? 'none';
      const span = startSpan({
        name: `${method} ${route}`,
        kind: 'server',
        attributes: { 'http.request.method': method, 'http.route': route },
        carrier: headers,
      });
      spans.set(request, span);
      span.run(done);
    });
    // Reading a body leaves the span: its end is told by the socket.
    server.addHook('preValidation', (request, _reply, done) => {
      const span = spans.get(request);
      if (span) span.run(done);
      else done();
    });
    server.addHook('onResponse', async (request, reply) => {
      const status = reply.statusCode;
      const attributes = {
        'http.request.method': request.method,
        'http.route': request.routeOptions.url ?? 'none',
        'http.response.status_code': status,
      };
      record('requests', reply.elapsedTime / 1_000, attributes);
      const outcome = status >= 500 ? { error: String(status) } : {};
      spans.get(request)?.end({ attributes, ...outcome });
    });
  },
  { name: 'request-telemetry' },
);
