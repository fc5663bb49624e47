import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';

/** A pool on an empty database of its own. */
export interface CatalogDatabase extends AsyncDisposable {
  readonly pool: pg.Pool;
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
  return {
    pool: anotherPool(),
    anotherPool,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
}
