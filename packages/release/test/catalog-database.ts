import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCatalogSchema } from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';

/** A pool on a database of its own, which has the catalog's tables. */
export interface CatalogDatabase extends AsyncDisposable {
  readonly pool: pg.Pool;
}

export async function createCatalogDatabase(): Promise<CatalogDatabase> {
  const { connectionString, drop } = await createTestDatabase();
  const pool = new pg.Pool({ connectionString });
  // The scripts alone: the migrator, which runs them with a history, is no dependency of this package.
  await ensureCatalogSchema(connectionString, async ({ migrations }) => {
    for (const script of globSync('*/*/up.sql', { cwd: migrations }).sort()) {
      await pool.query(readFileSync(join(migrations, script), 'utf8'));
    }
  });
  const dispose = async (): Promise<void> => {
    await pool.end();
    await drop();
  };
  return { pool, [Symbol.asyncDispose]: dispose };
}
