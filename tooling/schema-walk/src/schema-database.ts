import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { type DatabaseStructure, readStructure } from '@schema-service/migrator';
import { type SchemaModel, schemaSql, type View } from '@schema-service/schema-model';
import pg from 'pg';

/** A database with one session for all that is asked of it, since a new one costs more than most of that. */
export interface WalkDatabase extends TestDatabase {
  readonly client: pg.Client;
}

export async function createWalkDatabase(): Promise<WalkDatabase> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  const drop = async (): Promise<void> => {
    await client.end();
    await database.drop();
  };
  return { ...database, client, drop, [Symbol.asyncDispose]: drop };
}

const EMPTY = `
  RESET ALL;
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
  database: WalkDatabase,
  schema: SchemaModel | null,
  views: readonly string[] = schema?.views.map(tableLike) ?? [],
): Promise<void> {
  const statements = schema === null ? [] : [...(await schemaSql(null, schema)), ...views];
  await database.client.query([EMPTY, ...statements].join('\n'));
}

/** The schema knows the names of a view's columns only. */
function tableLike({ namespace = 'public', dbName, fields }: View): string {
  const columns = fields.flatMap((field) =>
    field.kind === 'relation' ? [] : [`NULL::TEXT AS "${field.dbName}"`],
  );
  return `CREATE SCHEMA IF NOT EXISTS "${namespace}"; CREATE VIEW "${namespace}"."${dbName}" AS SELECT ${columns.join(', ')};`;
}

const prepared = new WeakSet<pg.Client>();

/** The session prepares the query of the catalogs: to plan it takes twice as long as to answer it. */
export function structureIn({ client }: WalkDatabase): Promise<DatabaseStructure> {
  const query = async (message: string): Promise<unknown> => {
    const start = message.indexOf('WITH ');
    if (!prepared.has(client)) {
      await client.query(`PREPARE structure AS ${message.slice(start)}`);
      prepared.add(client);
    }
    return client.query(`${message.slice(0, start)}EXECUTE structure`);
  };
  // All that it asks of a client.
  return readStructure({ query } as unknown as pg.Client);
}
