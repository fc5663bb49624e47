import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { baseline, down, history, snapshot, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

const BY_HAND = `
  CREATE TABLE product (id integer PRIMARY KEY);
  CREATE TABLE review (product_id integer REFERENCES product);
  CREATE INDEX ON review (product_id);`;

test('an existing database is adopted at a version, and goes on and back from there', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  await using fresh = await createTestDatabase();
  const migrations = folder.path;
  await up({ connection: fresh.connectionString, migrations, to: '1.0.0' });
  await snapshot({ connection: fresh.connectionString, migrations });

  await using database = await createTestDatabase();
  await query(database.connectionString, BY_HAND);
  const options = { connection: database.connectionString, migrations };
  expect(await baseline({ ...options, version: '1.0.0' })).toEqual({
    kind: 'baselineResult',
    version: '1.0.0',
    migrations: ['001_init', '002_reviews'],
    compared: true,
  });
  expect(await status(options)).toMatchObject({
    currentVersion: '1.0.0',
    problems: [],
    lockHolder: null,
    migrations: [
      { applied: true, lastRun: { action: 'baseline', status: 'success', direction: 'up' } },
      { applied: true, lastRun: { note: 'adopted at 1.0.0, and as its snapshot says' } },
      { applied: false, lastRun: null },
    ],
  });
  const current = 'SELECT version FROM schema_migrations.current_version';
  expect(await query(database.connectionString, current)).toEqual([{ version: '1.0.0' }]);
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);
  await down({ ...options, to: 'none', allowDataLoss: true });
  expect(await tables(database.connectionString)).toEqual([]);
});

test('a database that differs from the version is refused, and untouched', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  await using fresh = await createTestDatabase();
  const migrations = folder.path;
  await up({ connection: fresh.connectionString, migrations });
  await snapshot({ connection: fresh.connectionString, migrations });

  await using database = await createTestDatabase();
  await query(database.connectionString, BY_HAND);
  const options = { connection: database.connectionString, migrations, version: '1.1.0' };
  await expect(baseline(options)).rejects.toMatchObject({
    code: 'MIGRATION_DRIFT',
    message: 'The database is not what 1.1.0 says.\n  table public.company: expected, is missing',
  });
  const ours = `SELECT 1 FROM pg_namespace WHERE nspname = 'schema_migrations'`;
  expect(await query(database.connectionString, ours)).toEqual([]);
  expect(await baseline({ ...options, allowDrift: true })).toMatchObject({ compared: true });
  expect(await status(options)).toMatchObject({
    currentVersion: '1.1.0',
    migrations: [
      { lastRun: { note: expect.stringContaining('drift from its snapshot allowed: 1') } },
      {},
      {},
    ],
  });
});

test('refused where there is a history, and for a version that is none', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(baseline({ ...options, version: '3.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_UNKNOWN',
  });
  expect(await baseline({ ...options, version: '1.0.0' })).toMatchObject({ compared: false });
  await expect(baseline({ ...options, version: '1.1.0' })).rejects.toMatchObject({
    code: 'MIGRATION_HISTORY_NOT_EMPTY',
    meta: { applied: 2 },
  });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', lockHolder: null });
});

test('the baseline of a database with a history moves to a later version, once the structure is that', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  const migrations = folder.path;
  await using database = await createTestDatabase();
  const options = { connection: database.connectionString, migrations };
  await up({ ...options, to: '1.0.0' });
  const again = { note: 'restored from production, password=Gh7-secret' };
  const moved = { ...options, version: '1.1.0', again };
  await expect(baseline(moved)).rejects.toMatchObject({ code: 'MIGRATION_SNAPSHOT_MISSING' });

  await using fresh = await createTestDatabase();
  await up({ connection: fresh.connectionString, migrations });
  await snapshot({ connection: fresh.connectionString, migrations });
  await expect(baseline(moved)).rejects.toMatchObject({ code: 'MIGRATION_DRIFT' });
  await expect(baseline({ ...moved, again: { note: ' ' } })).rejects.toMatchObject({
    code: 'MIGRATION_MARK_REFUSED',
  });
  await query(database.connectionString, 'CREATE TABLE company (name text)');
  const planned = await baseline({ ...moved, dryRun: true });
  expect((await history(options)).length).toBe(2);
  expect(await baseline(moved)).toEqual(planned);
  expect(planned).toMatchObject({ migrations: ['003_companies'], compared: true });
  expect(await status(options)).toMatchObject({ currentVersion: '1.1.0', problems: [] });
  expect((await history(options))[0]).toMatchObject({
    action: 'baseline',
    note: 'adopted at 1.1.0, and as its snapshot says: restored from production, password=***',
  });
  expect(await baseline(moved)).toMatchObject({ migrations: [] });
  await expect(baseline({ ...moved, version: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_TARGET_BELOW_CURRENT',
  });

  // Files that were written anew: what is gone counts no more, what is new counts as applied.
  folder.remove('1.0.0');
  folder.remove('1.1.0/003_companies');
  folder.write('1.1.0/001_all/up.sql', Object.values(THREE_MIGRATIONS).join(';\n'));
  expect(await baseline(moved)).toMatchObject({
    migrations: ['001_all'],
    dropped: ['003_companies', '002_reviews', '001_init'],
  });
  expect(await status(options)).toMatchObject({ currentVersion: '1.1.0', problems: [] });
  expect((await up(options)).migrations).toEqual([]);
});
