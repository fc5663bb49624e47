import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../../test/catalog-database.ts';
import { inTransaction, withClient } from './with-client.ts';

const ownPid = 'SELECT pg_backend_pid() AS pid';
const terminate = 'SELECT pg_terminate_backend(pg_backend_pid())';

test('a connection that is cut fails the work, ends no process, and is not used again', async () => {
  await using database = await createCatalogDatabase();
  const { pool } = database;
  await expect(inTransaction(pool, (client) => client.query(terminate))).rejects.toThrow();
  expect(pool.totalCount).toBe(0);
  expect((await withClient(pool, (client) => client.query(ownPid))).rowCount).toBe(1);
});

test('work that throws is rolled back, and its connection serves the next', async () => {
  await using database = await createCatalogDatabase();
  const { pool } = database;
  const failing = inTransaction(pool, async (client) => {
    await client.query('CREATE TABLE half_done ()');
    throw new Error('no further');
  });
  await expect(failing).rejects.toThrow('no further');
  const { rows } = await withClient(pool, (client) =>
    client.query(`SELECT to_regclass('half_done') AS found`),
  );
  expect(rows).toEqual([{ found: null }]);
  expect(pool.totalCount).toBe(1);
});
