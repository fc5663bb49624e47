import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { Client } from 'pg';
import { codeOf, connectionLost, isConnectionLoss } from './connection-error.ts';

/** What keeps our own statements from working, by SQLSTATE, and is for the operator to mend. */
const FAILURES: Readonly<Record<string, SchemaServiceErrorData>> = {
  // insufficient_privilege
  '42501': {
    code: 'DATABASE_PERMISSION_DENIED',
    message: 'The database user has no right to the history of migrations.',
    fix: `To run migrations, once, as the owner: GRANT CREATE ON DATABASE <database> TO <user>; or be the user that ran them first.
       To look only: GRANT USAGE ON SCHEMA schema_migrations TO <user>; GRANT SELECT ON ALL TABLES IN SCHEMA schema_migrations TO <user>; (or the schema that --ledger-schema names)`,
  },
  // disk_full
  '53100': {
    code: 'DATABASE_DISK_FULL',
    message: 'The disk of the database is full: the history cannot be written.',
    fix: 'Make room on the server, and run the command again: it goes on from there.',
  },
  // read_only_sql_transaction
  '25006': {
    code: 'DATABASE_READ_ONLY',
    message: 'The database takes no changes.',
    fix: 'Connect to the primary and not to a replica, or take default_transaction_read_only back.',
  },
};

/** An error of our own statements as what the operator can do about it; anything unexpected as it is. */
export function databaseError(error: unknown, client?: Client): unknown {
  if (error instanceof SchemaServiceError) return error;
  if (isConnectionLoss(error)) return connectionLost(error, client ? { client } : {});
  const failure = FAILURES[codeOf(error) ?? ''];
  if (!failure || !(error instanceof Error)) return error;
  return new SchemaServiceError({ ...failure, why: error.message }, { cause: error });
}
