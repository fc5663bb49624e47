import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from './connection-error.ts';

/** The server's or the operating system's codes for a connection that is gone; pg's own errors for it have no code. */
const LOST = /^(?:08\w{3}|57P0\d|E[A-Z]+)$/;

export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return LOST.test(code);
  return error instanceof Error && /^(?:Connection terminated|Client )/.test(error.message);
}

/** What is known after the connection went away, while `path` ran. */
export function connectionLost(cause: unknown, path?: string): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'DATABASE_CONNECTION_LOST',
      message: `The connection to the database broke${path ? ` while ${path} ran` : ''}.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: 'See with status what is applied, and run the command again: it goes on from there.',
      meta: path ? { path } : {},
    },
    { cause },
  );
}
