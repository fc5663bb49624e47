import type { TestDatabase } from '@schema-service/local-postgres';
import { type DatabaseStructure, readStructure } from '@schema-service/migrator';
import { type SchemaModel, schemaSql, type View } from '@schema-service/schema-model';
import pg from 'pg';

/** Runs with a connection of its own, which is closed at the end. */
export async function withClient<T>(
  { connectionString }: TestDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const EMPTY = `
  DO $$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT nspname FROM pg_namespace
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
    LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
  END
  $$;
  CREATE SCHEMA public;`;

/**
 * Empties the database, and makes the schema's tables in it directly, as Prisma's engine would. `views` are the
 * statements that make its views; by default each has columns without a meaning.
 */
export async function fillDatabase(
  database: TestDatabase,
  schema: SchemaModel | null,
  views: readonly string[] = schema?.views.map(tableLike) ?? [],
): Promise<void> {
  const statements = schema === null ? [] : [...(await schemaSql(null, schema)), ...views];
  await withClient(database, (client) => client.query([EMPTY, ...statements].join('\n')));
}

/** The schema knows the names of a view's columns only. */
function tableLike({ namespace = 'public', dbName, fields }: View): string {
  const columns = fields.flatMap((field) =>
    field.kind === 'relation' ? [] : [`NULL::TEXT AS "${field.dbName}"`],
  );
  return `CREATE SCHEMA IF NOT EXISTS "${namespace}"; CREATE VIEW "${namespace}"."${dbName}" AS SELECT ${columns.join(', ')};`;
}

export function structureIn(database: TestDatabase): Promise<DatabaseStructure> {
  return withClient(database, (client) => readStructure(client));
}
