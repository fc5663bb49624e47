import { createTestDatabase } from '@schema-service/local-postgres';
import { importHistory } from '@schema-service/migrator';
import pg from 'pg';

// Prisma's own table, without a row: nothing is applied, and all of it is pending.
const PRISMA_TABLE = `
CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/** Writes the history as versioned migrations. */
export async function importPrismaHistory(source: string, migrations: string): Promise<void> {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    await client.query(PRISMA_TABLE);
    await importHistory({ connection: client, tool: 'prisma', source, migrations });
  } finally {
    await client.end();
  }
}
