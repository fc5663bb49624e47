import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, mark, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('what a hand on the database did is recorded, and runs neither twice nor never', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(database.connectionString, 'CREATE TABLE company (name text)');

  const note = 'made by hand in the night of the outage, password=Gh7-secret';
  const planned = await mark({ ...options, applied: ['003_companies'], note, dryRun: true });
  expect((await history(options)).length).toBe(2);
  const { marked } = await mark({ ...options, applied: ['1.1.0/003_companies'], note });
  expect(marked).toEqual(planned.marked);
  expect(marked).toMatchObject([{ migration: '003_companies', applied: true }]);
  expect(await status(options)).toMatchObject({ currentVersion: '1.1.0', pending: [] });
  const [row] = await history(options);
  expect(row).toMatchObject({ action: 'repair', direction: 'up', status: 'success' });
  expect(row?.note).toBe(
    'marked as applied: made by hand in the night of the outage, password=***',
  );
  expect(row?.downChecksum).toMatch(/^[0-9a-f]{64}$/);
  // Said again, it is nothing new.
  expect((await mark({ ...options, applied: ['003_companies'], note })).marked).toEqual([]);

  await query(database.connectionString, 'DROP TABLE company');
  await mark({ ...options, notApplied: ['003_companies'], note: 'and taken back' });
  expect(await status(options)).toMatchObject({
    currentVersion: '1.0.0',
    pending: ['003_companies'],
  });
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);
});

test('a mark that leaves a gap is refused, and several at once leave none', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path, note: 'so' };
  await up({ ...options, to: '1.0.0' });
  const refused = { code: 'MIGRATION_MARK_REFUSED' };
  await expect(mark({ ...options, notApplied: ['001_init'] })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('1.0.0/001_init/up.sql is not applied'),
  });
  await expect(mark({ ...options, applied: ['004_none'] })).rejects.toMatchObject(refused);
  await expect(mark({ ...options, notApplied: ['004_none'] })).rejects.toMatchObject(refused);
  await expect(mark({ ...options, applied: ['003_companies'], note: ' ' })).rejects.toMatchObject(
    refused,
  );
  await expect(
    mark({ ...options, applied: ['001_init'], notApplied: ['001_init'] }),
  ).rejects.toMatchObject(refused);
  expect((await history(options)).length).toBe(2);

  const both = { ...options, notApplied: ['001_init', '002_reviews'] };
  expect((await mark(both)).marked.map(({ migration }) => migration)).toEqual([
    '002_reviews',
    '001_init',
  ]);
  expect(await status(options)).toMatchObject({ currentVersion: null, problems: [] });
  // Both of a version by its name: a database that somebody made by hand, or whose history is gone.
  await mark({ ...options, applied: ['1.0.0'] });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', problems: [] });
  await mark({ ...options, notApplied: ['1.0.0'] });
  expect(await status(options)).toMatchObject({ currentVersion: null, problems: [] });
  // Not there, and never was: there is nothing to record.
  expect((await mark({ ...options, notApplied: ['003_companies'] })).marked).toEqual([]);
});

test('a failed run is settled by a mark, either way', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `-- migrator: no-transaction
CREATE TABLE a ();
SELECT 1 / 0;`,
  });
  const options = {
    connection: database.connectionString,
    migrations: folder.path,
    note: 'seen to',
  };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await query(database.connectionString, 'DROP TABLE a');
  expect((await mark({ ...options, notApplied: ['001_init'] })).marked.length).toBe(1);
  // From its first statement on.
  await expect(up(options)).rejects.toMatchObject({ meta: { statement: 2 } });
  expect((await mark({ ...options, applied: ['001_init'] })).marked.length).toBe(1);
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', pending: [] });
  expect((await up(options)).migrations).toEqual([]);
});

test('a file that was edited and is so in the database, and one that is gone', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path, note: 'so' };
  await up(options);
  folder.write('1.0.0/001_init/up.sql', 'CREATE TABLE product (id integer PRIMARY KEY); -- same');
  folder.remove('1.1.0');
  await mark({ ...options, applied: ['001_init'], notApplied: ['1.1.0/003_companies'] });
  expect(await status(options)).toMatchObject({ currentVersion: '1.0.0', problems: [] });
});
