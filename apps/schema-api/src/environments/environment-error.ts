import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

const REASONS: Readonly<Record<string, string>> = {
  DATABASE_UNREACHABLE: 'Nothing answers there.',
  DATABASE_NOT_FOUND: 'The server has no such database.',
  DATABASE_AUTHENTICATION_FAILED: 'The server does not let this user in.',
  DATABASE_TOO_MANY_CONNECTIONS: 'The server has no connection left.',
  DATABASE_CONNECTION_LOST: 'The connection broke.',
};

/** What is said of an environment's database never says where that is, or as whom it is used. */
export function withoutConnection(error: unknown, environment: string): unknown {
  if (!isSchemaServiceError(error) || !error.code.startsWith('DATABASE_')) return error;
  return new SchemaServiceError({
    code: 'ENVIRONMENT_UNREACHABLE',
    message: `The database of ${environment} cannot be used.`,
    why: REASONS[error.code] ?? 'Its connection is not one that the migrator takes.',
    fix: 'Check the connection that the environment refers to, and that its server runs.',
    meta: { environment, code: error.code },
  });
}

export function environmentUnknown(name: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ENVIRONMENT_UNKNOWN',
    message: `There is no environment ${name}.`,
    fix: 'GET /environments lists those that the configuration of this server names.',
    meta: { environment: name },
  });
}
