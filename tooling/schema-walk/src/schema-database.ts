import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { compareStructures, formatDifference, readStructure } from '@schema-service/migrator';
import { type SchemaModel, schemaSql } from '@schema-service/schema-model';
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

/** A database that was made from the schema directly, as Prisma's engine makes one. */
export async function databaseOf(schema: SchemaModel | null): Promise<TestDatabase> {
  const database = await createTestDatabase();
  if (schema !== null) {
    const statements = await schemaSql(null, schema);
    await withClient(database, (client) => client.query(statements.join('\n')));
  }
  return database;
}

/** Where the structure of one database is not that of the other, a line each. */
export async function differencesBetween(
  expected: TestDatabase,
  actual: TestDatabase,
): Promise<readonly string[]> {
  const [wanted, found] = [
    await withClient(expected, (client) => readStructure(client)),
    await withClient(actual, (client) => readStructure(client)),
  ];
  return compareStructures(wanted, found).map(formatDifference);
}
