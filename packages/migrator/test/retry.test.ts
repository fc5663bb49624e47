import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, history, type MigrationEvent, retry, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('a retry continues what failed, stops behind it, and both rows say so', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer);',
    '1.0.0/002_fill/up.sql': 'CREATE TABLE filled AS SELECT 1 / count(*) FROM product;',
    '1.1.0/003_next/up.sql': 'CREATE TABLE next ();',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(retry(options)).rejects.toMatchObject({
    code: 'MIGRATION_NOTHING_TO_RETRY',
    why: 'Nothing has run on this database.',
  });
  expect(await query(database.connectionString, FIND_TRACKING)).toEqual([]);
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  expect((await history(options))[0]).toMatchObject({ status: 'failed', action: 'run' });

  await query(database.connectionString, 'INSERT INTO product VALUES (1)');
  expect(await retry(options)).toMatchObject({
    direction: 'up',
    fromVersion: null,
    toVersion: '1.0.0',
    migrations: [{ migration: '002_fill' }],
  });
  expect(await tables(database.connectionString)).toEqual(['filled', 'product']);
  expect(await history(options)).toMatchObject([
    { migration: '002_fill', status: 'success', action: 'retry', attempt: 2 },
    { migration: '002_fill', status: 'retried', action: 'run', error: { sqlState: '22012' } },
    { migration: '001_init', status: 'success', action: 'run' },
  ]);
  await expect(retry(options)).rejects.toMatchObject({
    code: 'MIGRATION_NOTHING_TO_RETRY',
    why: expect.stringContaining('002_fill, ended as success'),
  });
});

const FIND_TRACKING = `SELECT 1 FROM pg_namespace WHERE nspname = 'schema_migrations'`;

test('the index that a failed concurrent build left behind is dropped first', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE SCHEMA shop; CREATE TABLE shop."Product" (id integer);
      INSERT INTO shop."Product" VALUES (7), (7);`,
    '1.0.0/002_index/up.sql': `-- migrator: no-transaction
CREATE TABLE once ();
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Product id" ON shop."Product" (id);`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ meta: { sqlState: '23505', statement: 2 } });
  const valid = `SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop."Product id"'::regclass`;
  expect(await query(database.connectionString, valid)).toEqual([{ indisvalid: false }]);

  await query(database.connectionString, 'TRUNCATE shop."Product"');
  const events: MigrationEvent[] = [];
  await retry({ ...options, onEvent: (event) => events.push(event) });
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'invalidIndexDropped', index: 'shop."Product id"' }),
  );
  expect(await query(database.connectionString, valid)).toEqual([{ indisvalid: true }]);
});

test('a failed down is retried as a down', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product (id integer);',
    '1.0.0/001_init/down.sql': 'SELECT 1 / count(*) FROM product;',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await expect(down({ ...options, to: 'none' })).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
  });
  await query(database.connectionString, 'INSERT INTO product VALUES (1)');
  expect(await retry(options)).toMatchObject({ direction: 'down', toVersion: null });
  expect((await history(options)).map(({ status }) => status)).toEqual([
    'rolled_back',
    'retried',
    'success',
  ]);
});

test('so are the index of a build without a name, and what a rebuild left beside the old one', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE product (id integer, price integer);
      INSERT INTO product VALUES (7, 1), (7, 2);
      CREATE FUNCTION checked(price integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT price';
      CREATE INDEX product_price ON product (checked(price));
      CREATE OR REPLACE FUNCTION checked(price integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1 / (price - 1)';`,
    '1.0.0/002_index/up.sql': `-- migrator: no-transaction
CREATE UNIQUE INDEX CONCURRENTLY ON product (id);
REINDEX (VERBOSE) INDEX CONCURRENTLY product_price;`,
  });
  const connection = database.connectionString;
  const options = { connection, migrations: folder.path };
  const dropped: string[] = [];
  const onEvent = (event: MigrationEvent): void => {
    if (event.kind === 'invalidIndexDropped') dropped.push(event.index);
  };
  await expect(up(options)).rejects.toMatchObject({ meta: { sqlState: '23505', statement: 1 } });
  // Ours by its looks, and in use: a valid one is never taken.
  await query(
    connection,
    'CREATE INDEX product_idx ON product (price); DELETE FROM product WHERE price = 2;',
  );
  await expect(retry({ ...options, onEvent })).rejects.toMatchObject({
    meta: { sqlState: '22012', statement: 2 },
  });
  expect(dropped).toEqual(['public.product_id_idx']);
  await query(connection, 'DELETE FROM product');
  await retry({ ...options, onEvent });
  expect(dropped).toEqual(['public.product_id_idx', 'public.product_price_ccnew']);
  const indexes = `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
    WHERE indrelid = 'product'::regclass ORDER BY 1`;
  expect(await query(connection, indexes)).toEqual([
    { name: 'product_id_idx', valid: true },
    { name: 'product_idx', valid: true },
    { name: 'product_price', valid: true },
  ]);
});
