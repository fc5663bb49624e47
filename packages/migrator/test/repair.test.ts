import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, type Repair, repair, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

const yes = () => true;

test('an edited, a missing and a renamed file: only what was confirmed, as rows of their own', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  expect(await repair({ ...options, confirm: yes })).toEqual({
    kind: 'repairResult',
    found: [],
    repaired: [],
  });
  const before = await history(options);

  folder.write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id bigint PRIMARY KEY);');
  folder.remove('1.0.0/002_reviews');
  folder.write('1.0.0/002_ratings/up.sql', THREE_MIGRATIONS['1.0.0/002_reviews/up.sql']);
  folder.remove('1.1.0/003_companies');
  folder.write('1.1.0/004_other/up.sql', 'CREATE TABLE other ();');
  const declined = await repair({ ...options, confirm: () => false });
  expect(declined.found.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'edited 1.0.0/001_init/up.sql',
    'missing 1.0.0/002_reviews/up.sql',
    'missing 1.1.0/003_companies/up.sql',
  ]);
  expect(declined.repaired).toEqual([]);
  expect(await history(options)).toEqual(before);

  await repair({ ...options, only: ['edited'], confirm: yes });
  expect((await status(options)).problems.map(({ kind }) => kind)).toEqual([
    'missing',
    'missing',
    'outOfOrder',
  ]);
  const done = await repair({ ...options, confirm: ({ path }: Repair) => path.includes('002') });
  expect(done.repaired).toMatchObject([{ remedy: expect.stringContaining('1.0.0/002_ratings') }]);
  await repair({ ...options, confirm: yes });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', problems: [] });

  const entries = await history(options);
  expect(entries.slice(4)).toEqual(before);
  expect(entries.slice(0, 4)).toMatchObject([
    { migration: '003_companies', direction: 'down', action: 'repair' },
    { migration: '002_ratings', direction: 'up', note: 'renamed from 1.0.0/002_reviews/up.sql' },
    { migration: '002_reviews', direction: 'down', action: 'repair' },
    {
      migration: '001_init',
      direction: 'up',
      note: expect.stringContaining('checksum moved from'),
    },
  ]);
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);
  await up(options);
  expect((await status(options)).currentVersion).toBe('1.1.0');
});

test('a failed run is settled: its next run begins anew', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `-- migrator: no-transaction
CREATE TABLE a ();
SELECT 1 / 0;`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await query(database.connectionString, 'DROP TABLE a');
  const { repaired } = await repair({ ...options, confirm: yes });
  expect(repaired).toMatchObject([
    { kind: 'failed', finding: '1.0.0/001_init/up.sql failed: division by zero' },
  ]);
  expect((await repair({ ...options, confirm: yes })).found).toEqual([]);
  await expect(up(options)).rejects.toMatchObject({ meta: { statement: 2 } });
  expect(await tables(database.connectionString)).toEqual(['a']);
});

test('a run whose process died is closed and settled', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(
    database.connectionString,
    `INSERT INTO schema_migrations.history
       (migration, version, sequence, completes_version, direction, checksum, attempt, tool_version)
     VALUES ('003_companies', '1.1.0', 3, true, 'up', repeat('0', 64), 1, '0')`,
  );
  const { repaired } = await repair({ ...options, confirm: yes });
  expect(repaired).toMatchObject([{ kind: 'failed', path: '1.1.0/003_companies/up.sql' }]);
  expect((await history(options)).slice(0, 2)).toMatchObject([
    { status: 'rolled_back', action: 'repair' },
    { status: 'failed', error: { code: 'MIGRATION_INTERRUPTED' } },
  ]);
});
