import pg from 'pg';

type Row = Readonly<Record<string, unknown>>;

/** Runs SQL on a connection of its own and gives the rows. */
export async function query(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The names of the tables that migrations made, in order. */
export async function tables(connectionString: string): Promise<unknown[]> {
  const rows = await query(
    connectionString,
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map(({ tablename }) => tablename);
}
