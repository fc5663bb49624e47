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
