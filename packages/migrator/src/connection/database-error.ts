import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from './connection-error.ts';
import { connectionLost, isConnectionLoss } from './connection-lost.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** An error of our own statements as what the operator can do about it; anything unexpected as it is. */
export function databaseError(error: unknown): unknown {
  if (error instanceof SchemaServiceError) return error;
  if (isConnectionLoss(error)) return connectionLost(error);
  if (codeOf(error) !== INSUFFICIENT_PRIVILEGE || !(error instanceof Error)) return error;
  return new SchemaServiceError(
    {
      code: 'DATABASE_PERMISSION_DENIED',
      message: 'The database user may not keep the history of migrations.',
      why: error.message,
      fix: 'Once, as the owner: GRANT CREATE ON DATABASE <database> TO <user>; or run the migrator as the user that ran it first.',
    },
    { cause: error },
  );
}
