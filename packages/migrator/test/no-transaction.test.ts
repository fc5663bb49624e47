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

test('a procedure that commits runs outside of transactions, and its failure says what may be there', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE filled (id integer);
CREATE PROCEDURE fill(upto integer) LANGUAGE plpgsql AS $$ BEGIN
  FOR i IN 1..upto LOOP INSERT INTO filled SELECT 6 / (3 - i); COMMIT; END LOOP;
END $$;`,
    '1.0.0/002_fill/up.sql': `-- migrator: no-transaction
SET lock_timeout = '7s';
CALL fill(2);
DO $$ BEGIN CALL fill(2); COMMIT; END $$;
CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS value;
CALL fill(3);`,
  });
  const connection = database.connectionString;
  const options = { connection, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { sqlState: '22012', statement: 5, line: 6 },
    fix: expect.stringContaining('What this one did before it failed may be there'),
  });
  const rows = await query(connection, 'SELECT count(*)::int FROM filled');
  expect(rows).toEqual([{ count: 6 }]);
  expect(await query(connection, 'SELECT value FROM seen')).toEqual([{ value: '7s' }]);
  expect((await status(options)).migrations[1]?.lastRun?.statementsDone).toBe(4);
});

test('a deferred check that fails names the statement that it is of', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE part (id integer PRIMARY KEY,
      whole integer REFERENCES part DEFERRABLE INITIALLY DEFERRED);`,
    '1.0.0/002_parts/up.sql': `-- migrator: no-transaction
INSERT INTO part VALUES (1, 1);
INSERT INTO part VALUES (2, 7);`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    message: '1.0.0/002_parts/up.sql:3: up failed at statement 2 of 2.',
    meta: { sqlState: '23503', statement: 2, line: 3 },
  });
});
