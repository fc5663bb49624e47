import { SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';

/**
 * Runs the work on a connection of the pool and gives it back; a connection
 * that failed is not used again. Throws `DATABASE_UNREACHABLE` when the server
 * does not let us in, cuts the connection, or does not answer in time.
 */
export async function withClient<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw unreachable(cause);
  });
  // A connection that is cut says so to the running query, and also as an event that would end the process unheard.
  let lost: Error | undefined;
  const onError = (error: Error): void => {
    lost = error;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    if (!(error instanceof Error && isNoAnswer(error))) throw error;
    lost = error;
    throw unreachable(error);
  } finally {
    client.off('error', onError);
    client.release(lost);
  }
}

/** Runs the work in one transaction, which is rolled back when the work throws. */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // Where the connection is gone there is nothing left to roll back, and one that is silent is not waited for again.
      if (!isTimeout(error)) await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

/** The server or the network ended the connection: class 08, shutdown and crash of class 57, and the sockets' own. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08...|57P0[1-5]|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^Connection terminated|^Client has encountered a connection error/.test(error.message)
  );
}

function isNoAnswer(error: Error): boolean {
  return isLostConnection(error) || isTimeout(error);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

function unreachable(cause: unknown): SchemaServiceError {
  // Several addresses that all failed arrive as one AggregateError without a message.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const problem = first instanceof Error ? first.message : String(first);
  return new SchemaServiceError(
    {
      code: 'DATABASE_UNREACHABLE',
      message: `The catalog's database cannot be reached: ${problem}`,
      why: 'Releases are kept in PostgreSQL.',
      fix: 'Check DATABASE_URL, and that the server runs and lets this user in.',
    },
    { cause },
  );
}
