import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../../test/catalog-database.ts';
import { select } from './select.ts';

test('a read whose connection is cut is asked once more on another', async () => {
  await using database = await createCatalogDatabase();
  const { pool } = database;
  await pool.query('CREATE SEQUENCE tries');
  const cutTheFirst = `SELECT CASE WHEN nextval('tries') = 1
    THEN pg_terminate_backend(pg_backend_pid()) END AS cut, pg_backend_pid() AS pid`;
  expect(await select(pool, cutTheFirst)).toEqual([{ cut: null, pid: expect.any(Number) }]);
  expect(pool.totalCount).toBe(1);
});

test('a read whose second connection is cut too says that the database cannot be reached', async () => {
  await using database = await createCatalogDatabase();
  const { pool } = database;
  await expect(select(pool, 'SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject(
    { code: 'DATABASE_UNREACHABLE' },
  );
  expect(await select(pool, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a server that says nothing is not waited for, and its connection is not used again', async () => {
  await using database = await createCatalogDatabase();
  const { pool } = database;
  await expect(select(pool, 'SELECT pg_sleep(4)')).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
  });
  expect(pool.totalCount).toBe(0);
});
