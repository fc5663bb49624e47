import { SchemaServiceError } from '@schema-service/errors';

export const USAGE_CODE = 'COMMAND_USAGE';

export function usageError(message: string, fix = 'schema-migrator --help'): SchemaServiceError {
  return new SchemaServiceError({ code: USAGE_CODE, message, fix });
}
