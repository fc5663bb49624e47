import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

/** What the engine says when it gives up, as a person can use it. */
export function introspectionError(cause: unknown): SchemaServiceError {
  if (isSchemaServiceError(cause)) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const why = said.trim().split('\n', 1)[0] ?? '';
  return new SchemaServiceError(
    {
      code: 'SCHEMA_NOT_INTROSPECTED',
      message: 'No schema could be read from the database.',
      why,
      fix: 'Name a database with tables that the role may see.',
    },
    { cause },
  );
}
