import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { catalogMigrations } from '../src/database/ensure-catalog-schema.ts';

/** A pool on a database of its own, which has the catalog's tables. */
export interface CatalogDatabase extends AsyncDisposable {
  readonly pool: pg.Pool;
  readonly connectionString: string;
  /** Another pool on the same database, as another process has one. */
  readonly anotherPool: () => pg.Pool;
}

export async function createCatalogDatabase(): Promise<CatalogDatabase> {
  const database = await createTestDatabase();
  const pools: pg.Pool[] = [];
  const anotherPool = (): pg.Pool => {
    const pool = new pg.Pool({ connectionString: database.connectionString, max: 2 });
    // `end` does not wait for the server's side, which hears of the dropped database first.
    pool.on('connect', (client) => client.on('error', () => undefined));
    pools.push(pool);
    return pool;
  };
  const pool = anotherPool();
  // The scripts alone: the migrator, which runs them with a history, is no dependency of this package.
  const folder = catalogMigrations();
  for (const script of globSync('*/*/up.sql', { cwd: folder }).sort()) {
    await pool.query(readFileSync(join(folder, script), 'utf8'));
  }
  return {
    pool,
    connectionString: database.connectionString,
    anotherPool,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
}
