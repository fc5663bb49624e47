import { versionSchema } from '@schema-service/coexistence';
import pg from 'pg';
import { NAME } from './derived-migrations.ts';
import { PRODUCTS, SHARED_ROWS } from './operation.ts';
import { dialectOf } from './sql-operations.ts';

/** A role for services: it may use the views of versions, and of what is below them the names of types alone. */
export interface ServiceRole extends AsyncDisposable {
  readonly connectionString: string;
  readonly letInto: (version: string) => Promise<void>;
}

export async function createServiceRole(
  client: pg.Client,
  connectionString: string,
): Promise<ServiceRole> {
  const url = new URL(connectionString);
  const role = `services_of_${url.pathname.slice(1)}`;
  await client.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC;
    CREATE ROLE ${role} LOGIN PASSWORD '${role}';
    GRANT USAGE ON SCHEMA public TO ${role}`);
  Object.assign(url, { username: role, password: role });
  return {
    connectionString: url.href,
    letInto: async (version) => {
      const schema = versionSchema(NAME, version);
      await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
    },
    [Symbol.asyncDispose]: async () => {
      await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    },
  };
}

/** Rows that are there before the first service starts, written as clients of the first version do. */
export async function insertRows(client: pg.Client, version: string, rows: number): Promise<void> {
  const schema = versionSchema(NAME, version);
  await client.query(`INSERT INTO ${schema}.products (slug, description)
    SELECT 'product-' || i, CASE WHEN i % 3 <> 0 THEN 'text ' || i END FROM generate_series(1, ${PRODUCTS}) AS i`);
  await client.query(`INSERT INTO ${schema}.reviews (external_id, product_id, ${dialectOf(version).text}, language, status, helpful_count)
    SELECT CASE WHEN i <= ${SHARED_ROWS} THEN 'shared-' ELSE 'old-' END || i, 1 + i % ${PRODUCTS}, 'body ' || i,
      CASE WHEN i % 3 <> 0 THEN 'en' END, (enum_range(NULL::review_status))[1 + i % 3], i % 100
    FROM generate_series(1, ${rows}) AS i`);
  await client.query('ANALYZE');
}

/** What all services have counted together, as a version sees it. */
export async function counted(client: pg.Client, version: string): Promise<bigint> {
  const { rows } = await client.query<{ sum: string }>(
    `SELECT sum(helpful_count)::text AS sum FROM ${versionSchema(NAME, version)}.reviews WHERE external_id LIKE 'shared-%'`,
  );
  return BigInt(rows[0]?.sum ?? 0);
}

export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** What one statement gives, in a session of its own. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  connectionString: string,
  sql: string,
): Promise<readonly Row[]> {
  const client = await connect(connectionString);
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
