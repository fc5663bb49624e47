import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool, QueryConfig } from 'pg';
import { isLostConnection, withClient } from './with-client.ts';

/** In milliseconds: how long a read waits for a server that took the connection and says nothing. */
const LONGEST_READ = 3_000;

/** `pg` knows it of each query; its types know it of a connection only. */
type TimedQuery = QueryConfig & { readonly query_timeout: number };

/**
 * Reads rows. Where the connection is cut under the query, the query is asked
 * once more on another one. Throws `DATABASE_UNREACHABLE` when that fails too,
 * and when the server does not answer in time.
 */
export async function select<Row extends object>(
  pool: Pool,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const query: TimedQuery = { text: sql, values: [...parameters], query_timeout: LONGEST_READ };
  const read = () => withClient(pool, async (client) => (await client.query<Row>(query)).rows);
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isLostConnection(cause)) throw error;
    // Idle connections that were cut at the same time tell the pool so before one is chosen.
    await nextTurn();
    return read();
  }
}
