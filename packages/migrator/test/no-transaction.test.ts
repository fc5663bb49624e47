import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('statements on their own: what is done stays done, and the next attempt goes on behind it', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer);',
    '1.0.0/002_index/up.sql': `-- migrator: no-transaction
CREATE TABLE made_once ();
CREATE INDEX CONCURRENTLY product_id ON product (id);

SELECT 1 / count(*) FROM product;
CREATE TABLE made_last ();`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { sqlState: '22012', statement: 3, line: 5 },
    fix: expect.stringContaining('will not be run again'),
  });
  expect(await tables(database.connectionString)).toEqual(['made_once', 'product']);
  expect((await status(options)).migrations[1]?.lastRun?.statementsDone).toBe(2);

  await query(database.connectionString, 'INSERT INTO product VALUES (1)');
  const { migrations } = await up(options);
  expect(migrations).toMatchObject([{ migration: '002_index' }]);
  expect(await tables(database.connectionString)).toEqual(['made_last', 'made_once', 'product']);
  const indexes = `SELECT indexname FROM pg_indexes WHERE tablename = 'product'`;
  expect(await query(database.connectionString, indexes)).toEqual([{ indexname: 'product_id' }]);
});
