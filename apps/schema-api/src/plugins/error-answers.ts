import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { httpStatus } from './http-status.ts';

/** Every failure leaves as the error envelope; none carries a stack. */
export const errorAnswers = fp(async (server) => {
  server.setErrorHandler<Error>(answerError);
  server.setNotFoundHandler(async (request) => {
    throw new SchemaServiceError({
      code: 'ROUTE_NOT_FOUND',
      message: `${request.method} ${request.originalUrl} does not exist here.`,
      fix: 'GET / lists what does.',
    });
  });
});

const challenge = 'Bearer realm="schema-api", Basic realm="schema-api", charset="UTF-8"';

/** Also for what fails before a route is found. */
export function answerError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const failure = expectedFailure(error) ?? bug(request);
  const status = refusalStatus(error) ?? httpStatus(failure.code);
  if (status >= 500) request.log.error({ err: error }, failure.message);
  if (status === 503) reply.header('retry-after', 5);
  // Both ways to send a token: npm, pip and twine read here which they are asked for.
  if (status === 401) reply.header('www-authenticate', challenge);
  reply.header('cache-control', 'no-store').code(status).send(failure.toJSON());
}

function expectedFailure(error: Error): SchemaServiceError | undefined {
  if (isSchemaServiceError(error)) return error;
  if (refusalStatus(error) === undefined) return undefined;
  return new SchemaServiceError({ code: 'REQUEST_INVALID', message: error.message });
}

/** The status of Fastify's own refusals: a URL that does not decode, a body that is too large. */
function refusalStatus(error: Error): number | undefined {
  if (!('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  return error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : undefined;
}

/** Nothing about a bug goes out but the id under which the log has the rest. */
function bug(request: FastifyRequest): SchemaServiceError {
  return new SchemaServiceError({
    code: 'INTERNAL_ERROR',
    message: 'The Schema API failed to answer.',
    why: 'This is a bug of the service, not a mistake of the request.',
    fix: 'Report it with the request id, under which the log has the details.',
    meta: { requestId: request.id },
  });
}
