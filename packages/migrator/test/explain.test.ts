import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { explain, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

test('locks, rows and rollbacks are told, and nothing is changed', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql':
      'CREATE TABLE "Product" (id integer, name text); CREATE INDEX by_name ON "Product" (name);',
    '1.0.0/001_init/down.sql': 'DROP TABLE "Product";',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  expect(await explain({ ...options, direction: 'up' })).toMatchObject({
    kind: 'planReport',
    currentVersion: null,
    targetVersion: '1.0.0',
    steps: [{ migration: '001_init', transactional: true, rollback: 'lossy', locks: [] }],
    losses: [],
  });
  const tracking = `SELECT 1 FROM pg_namespace WHERE nspname = 'schema_migrations'`;
  expect(await query(database.connectionString, tracking)).toEqual([]);

  await up(options);
  await query(database.connectionString, 'INSERT INTO "Product" SELECT generate_series(1, 500)');
  await query(database.connectionString, 'ANALYZE "Product"');
  folder.write(
    '1.1.0/002_index/up.sql',
    `-- migrator: no-transaction
DROP INDEX CONCURRENTLY by_name;
CREATE TABLE review (id integer);
CREATE INDEX CONCURRENTLY ON "Product" (id);
DO $$ BEGIN END $$;`,
  );
  folder.write('1.1.0/003_review/up.sql', 'ALTER TABLE review ADD stars integer;');
  const { steps } = await explain({ ...options, direction: 'up' });
  expect(steps).toMatchObject([
    {
      transactional: false,
      rollback: 'impossible',
      statements: 4,
      locks: [{ relation: '"Product"', mode: 'SHARE UPDATE EXCLUSIVE', estimatedRows: 500 }],
      codeLines: [5],
    },
    { migration: '003_review', locks: [] },
  ]);
});
