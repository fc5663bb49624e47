import { redact, redactValue } from '@schema-service/errors';
import type { FastifyServerOptions } from 'fastify';
import { errorRecord } from './error-record.ts';

/** Where the lines go. Default: stdout. */
interface LogStream {
  write(line: string): void;
}

/**
 * How the API and its worker log: one JSON object a line, without secrets
 * wherever they stand in a message, an error or a field.
 */
export function loggerOptions(
  level: string,
  stream?: LogStream,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    serializers: { err: (error) => ({ ...errorRecord(error) }) },
    formatters: { log: withoutSecrets },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map(textWithoutSecrets) as Parameters<typeof method>);
      },
    },
    ...(stream === undefined ? {} : { stream }),
  };
}

/** Fields that are made of what we chose ourselves: looking for secrets in each would cost every request. */
const SAFE = ['reqId', 'traceId', 'method', 'route', 'status', 'durationMs', 'actor', 'address'];

const withoutSecrets = (fields: Record<string, unknown>): Record<string, unknown> =>
  'durationMs' in fields
    ? fields
    : (redactValue(fields, [...SAFE, 'err']) as Record<string, unknown>);

const textWithoutSecrets = (argument: unknown): unknown =>
  typeof argument === 'string' && argument.length > 12 ? redact(argument) : argument;
