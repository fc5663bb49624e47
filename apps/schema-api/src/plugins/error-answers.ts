import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Serving } from '../serving/serving.ts';
import { httpStatus } from './http-status.ts';
import { answerStale } from './representations.ts';

/** Every failure leaves as the error envelope; none carries a stack. */
export const errorAnswers = fp(async (server, { serving }: { readonly serving: Serving }) => {
  server.setErrorHandler<Error>((error, request, reply) => {
    const isUnreachable = isSchemaServiceError(error) && error.code === 'DATABASE_UNREACHABLE';
    if (isUnreachable) request.log.warn({ err: error }, 'The database does not answer.');
    if (!isUnreachable || !answerStale(serving, request, reply)) answerError(error, request, reply);
  });
});

const challenge = 'Bearer realm="schema-api", Basic realm="schema-api", charset="UTF-8"';

/** Also for what fails before a route is found. */
export function answerError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const failure = withoutAddress(expectedFailure(error) ?? bug(request));
  const status = refusalStatus(error) ?? httpStatus(failure.code);
  if (status >= 500) request.log.error({ err: error }, failure.message);
  if (status === 503) reply.header('retry-after', 5);
  // Both ways to send a token: npm, pip and twine read here which they are asked for.
  if (status === 401) reply.header('www-authenticate', challenge);
  reply.header('cache-control', 'no-store').code(status).send(failure.toJSON());
}

/** What the database's trouble is, with its host and its user, is for the log: who asks gets to know that it will pass. */
function withoutAddress(failure: SchemaServiceError): SchemaServiceError {
  if (failure.code !== 'DATABASE_UNREACHABLE') return failure;
  return new SchemaServiceError({
    code: failure.code,
    message: 'The release catalog does not answer.',
    why: 'Its database cannot be reached, or is busy.',
    fix: 'Ask again in a few seconds. Who runs the service finds the cause in its log.',
  });
}

function expectedFailure(error: Error): SchemaServiceError | undefined {
  if (isSchemaServiceError(error)) return error;
  if (isUnkeepableText(error)) {
    return new SchemaServiceError({
      code: 'REQUEST_INVALID',
      message: 'A text of the request has a character that cannot be kept, such as NUL.',
    });
  }
  if (refusalStatus(error) === undefined) return undefined;
  return new SchemaServiceError({ code: 'REQUEST_INVALID', message: error.message });
}

/** PostgreSQL's refusal of a text that no check before it has refused. */
function isUnkeepableText(error: Error): boolean {
  return 'code' in error && (error.code === '22021' || error.code === '22P05');
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
