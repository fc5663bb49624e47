import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import pg from 'pg';
import type { TableFacts } from './sample-rows.ts';

export interface PrismaMigration {
  /** The folder's name, which also orders them. */
  readonly name: string;
  readonly sql: string;
}

/** A Prisma Migrate history: `migrations/<name>/migration.sql`. */
export function readPrismaHistory(folder: string): readonly PrismaMigration[] {
  const migrations = join(folder, 'migrations');
  if (!existsSync(migrations)) {
    throw new SchemaServiceError({
      code: 'CONFORMANCE_FOLDER_INVALID',
      message: `${folder} has no folder migrations/.`,
      fix: 'Give a folder with schema.prisma and the migrations/ that Prisma Migrate wrote.',
    });
  }
  return readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(join(migrations, name, 'migration.sql'), 'utf8') }));
}

/** Applies them in order, each in one message, as Prisma Migrate does. */
export async function applyPrismaHistory(
  connectionString: string,
  history: readonly PrismaMigration[],
): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const { name, sql } of history) {
      try {
        await client.query(sql);
      } catch (cause) {
        throw new SchemaServiceError(
          {
            code: 'CONFORMANCE_MIGRATION_FAILED',
            message: `${name}/migration.sql: ${(cause as Error).message}`,
          },
          { cause },
        );
      }
    }
  } finally {
    await client.end();
  }
}

/** What the migrations have made beside the tables themselves. */
export async function readTableFacts(connectionString: string): Promise<TableFacts> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // tgtype: 1 for each row, 2 before, 4 insert (PostgreSQL's pg_trigger.h).
    const triggered = await client.query<{ relname: string }>(
      'SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND tgtype & 7 = 7',
    );
    const tables = await client.query<{ relname: string; sqlName: string }>(
      'SELECT relname, relid::regclass::text AS "sqlName" FROM pg_stat_user_tables',
    );
    const filled = new Set<string>();
    for (const { relname, sqlName } of tables.rows) {
      const { rows } = await client.query(`SELECT FROM ${sqlName} LIMIT 1`);
      if (rows.length > 0) filled.add(relname);
    }
    return { triggered: new Set(triggered.rows.map(({ relname }) => relname)), filled };
  } finally {
    await client.end();
  }
}
