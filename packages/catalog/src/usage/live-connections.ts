import type { ClientBase } from 'pg';

/** The connections that a database has under one name. */
export interface LiveConnections {
  /** `application_name`, as who connected has set it. */
  readonly application: string;
  readonly user: string;
  readonly count: number;
}

/** Who is connected to the database of a client, but for that client. The role sees others' names where it may (`pg_read_all_stats`). */
export async function liveConnections(client: ClientBase): Promise<readonly LiveConnections[]> {
  const { rows } = await client.query<LiveConnections>(
    `SELECT coalesce(application_name, '') AS application, usename AS user, count(*)::int AS count
     FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
  );
  return rows;
}
