import { createHash } from 'node:crypto';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { baseline, down, explain, history, retry, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

const PATH = '1.1.0/003_companies/down.sql';
const WAS = THREE_MIGRATIONS[PATH];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const BACK = { to: '1.0.0', allowDataLoss: true } as const;

test('a down that was edited after its migration was applied is told, and refused until it is allowed', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  expect((await status(options)).editedDowns).toEqual([]);
  const now = 'DROP TABLE company; DROP TABLE review;';
  folder.write(PATH, now);
  const editedDowns = [
    {
      kind: 'editedDown',
      migration: '003_companies',
      path: PATH,
      appliedChecksum: sha256(WAS),
      fileChecksum: sha256(now),
    },
  ];
  expect(await status(options)).toMatchObject({ editedDowns, problems: [] });
  expect(await explain({ ...options, direction: 'down', to: '1.0.0' })).toMatchObject({
    editedDowns,
  });
  await expect(down({ ...options, ...BACK })).rejects.toMatchObject({
    code: 'MIGRATION_DOWN_EDITED',
    message: expect.stringContaining(`${PATH} is not what it was when the migration was applied.`),
    fix: expect.stringContaining('--allow-edited-down'),
    meta: { editedDowns },
  });
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);
  // It is no part of what an up makes.
  folder.write('2.0.0/004_next/up.sql', 'SELECT 1;');
  folder.write('2.0.0/004_next/down.sql', 'SELECT 1;');
  await up(options);
  // And does not stand in the way of those that are as they were.
  await down({ ...options, to: '1.1.0' });

  await down({ ...options, ...BACK, allowEditedDown: true });
  expect((await history(options))[0]).toMatchObject({
    direction: 'down',
    migration: '003_companies',
    checksum: sha256(now),
    status: 'rolled_back',
  });
  expect((await status(options)).editedDowns).toEqual([]);
});

test('one that is gone is told; one that came later is not', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  folder.remove('1.0.0/002_reviews/down.sql');
  await up(options);
  folder.write('1.0.0/002_reviews/down.sql', 'DROP TABLE review;');
  folder.remove(PATH);
  expect((await status(options)).editedDowns).toMatchObject([{ path: PATH, fileChecksum: null }]);
});

test('one that failed may be corrected and tried again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ ...THREE_MIGRATIONS, [PATH]: 'DROP TABLE companies;' });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  await expect(down({ ...options, ...BACK })).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  folder.write(PATH, 'DROP TABLE company;');
  const retried = await retry({ ...options, allowDataLoss: true });
  expect(retried.migrations).toMatchObject([{ migration: '003_companies' }]);
});

test('a baseline records the downs, too', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await baseline({ ...options, version: '1.1.0' });
  folder.write(PATH, 'SELECT 1;');
  await expect(down({ ...options, ...BACK })).rejects.toMatchObject({
    code: 'MIGRATION_DOWN_EDITED',
  });
});

/** What an earlier migrator made: without the column, and with a function of 14 arguments. */
const EARLIER = `
  DROP FUNCTION schema_migrations.advance;
  CREATE FUNCTION schema_migrations.advance(text, text, text, text, integer, boolean, text, text, text, integer, text, text, text, text)
    RETURNS void LANGUAGE sql AS '';
  DROP VIEW schema_migrations.versions, schema_migrations.current_version, schema_migrations.applied;
  ALTER TABLE schema_migrations.history DROP COLUMN down_checksum;
  CREATE VIEW schema_migrations.applied AS SELECT * FROM schema_migrations.history;
  CREATE VIEW schema_migrations.current_version AS
    SELECT version FROM schema_migrations.applied WHERE completes_version ORDER BY sequence DESC LIMIT 1;`;

test('a history of an earlier migrator is read as it is, and moved on when something is written', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, EARLIER);
  folder.write('1.0.0/002_reviews/down.sql', 'DROP TABLE review CASCADE;');
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', editedDowns: [] });
  await up(options);
  folder.write(PATH, 'SELECT 1;');
  expect((await status(options)).editedDowns).toMatchObject([{ path: PATH }]);
  const signatures = await query(
    database.connectionString,
    `SELECT pronargs::integer FROM pg_proc WHERE proname = 'advance' ORDER BY 1`,
  );
  expect(signatures).toEqual([{ pronargs: 14 }, { pronargs: 15 }]);
  await down({ ...options, to: 'none', allowDataLoss: true, allowEditedDown: true });
});
