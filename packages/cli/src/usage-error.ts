import { SchemaServiceError } from '@schema-service/errors';

/** A command line that was not understood. */
export function usageError(message: string, fix = 'schemactl --help'): SchemaServiceError {
  return new SchemaServiceError({ code: 'COMMAND_USAGE', message, fix });
}
