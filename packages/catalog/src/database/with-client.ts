import { SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';

/**
 * Runs the work on a connection of the pool and gives it back. Throws
 * `DATABASE_UNREACHABLE` when the server does not let us in.
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
      // Where the connection is gone there is nothing left to roll back; the first error is the one to tell.
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
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
