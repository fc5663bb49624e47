import type { TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect } from 'vitest';
import { query } from './query.ts';

/** What a database answers a client that says hello. */
export interface Hello {
  readonly answer: string;
  readonly database_version: string | null;
  readonly accepted: readonly string[];
  readonly missing: readonly string[];
  readonly schema_name: string | null;
  readonly newest: string | null;
  readonly message: string | null;
}

/** Says hello as a generated client does. */
export async function hello(
  client: pg.ClientBase,
  version: string,
  {
    service = 'web',
    schema = 'schema_migrations',
  }: { readonly service?: string; readonly schema?: string } = {},
): Promise<Hello> {
  const { rows } = await client.query<Hello>(`SELECT * FROM "${schema}".hello($1, $2, $3)`, [
    ...[version, service, 'node'],
  ]);
  expect(rows).toHaveLength(1);
  return rows[0] as Hello; // One row, as was just seen.
}

/** A connection that ends with its scope. */
export async function connect(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** Who was noted. */
export const usage = (database: Pick<TestDatabase, 'connectionString'>): ReturnType<typeof query> =>
  query(
    database.connectionString,
    'SELECT version, service, language, connects FROM schema_migrations.usage ORDER BY version, service',
  );
