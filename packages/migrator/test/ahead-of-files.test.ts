import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { explain, status, up, upAll } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

/** The files of the image that the service went back to. */
const OLD = Object.fromEntries(
  Object.entries(THREE_MIGRATIONS).filter(([path]) => path.startsWith('1.0.0/')),
);

const runs = 'SELECT count(*)::int AS count FROM schema_migrations.history';

test('a database ahead of the files, after a service was rolled back, has nothing to do', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using all = migrationFolder(THREE_MIGRATIONS);
  using old = migrationFolder(OLD);
  await up({ connection, migrations: all.path });
  const before = await query(connection, runs);
  const options = { connection, migrations: old.path };
  const nothing = { fromVersion: '1.1.0', toVersion: '1.1.0', migrations: [], aheadOf: '1.0.0' };
  expect(await up(options)).toMatchObject(nothing);
  expect(await up({ ...options, to: '1.0.0' })).toMatchObject(nothing);
  const plan = await explain({ ...options, direction: 'up' });
  expect(plan).toMatchObject({ steps: [], aheadOf: '1.0.0', currentVersion: '1.1.0' });
  const environments = [{ name: 'a', connection }];
  expect(await upAll({ ...options, environments })).toMatchObject([{ result: nothing }]);
  const refused = { code: 'MIGRATION_FILE_MISSING' };
  await expect(up({ ...options, strict: true })).rejects.toMatchObject(refused);
  expect(await status(options)).toMatchObject({
    ...{ currentVersion: '1.1.0', latestVersion: '1.0.0', aheadOf: '1.0.0' },
    ...{ pending: [], problems: [] },
  });
  const strict = await status({ ...options, strict: true });
  expect(strict).toMatchObject({ problems: [{ kind: 'missing' }] });
  expect(strict.aheadOf).toBeUndefined();
  await expect(upAll({ ...options, environments, strict: true })).resolves.toMatchObject([
    { error: refused },
  ]);
  expect(await query(connection, runs)).toEqual(before);
  expect((await up({ connection, migrations: all.path })).aheadOf).toBeUndefined();
});

test.each([
  ['an edited file', { '1.0.0/001_init/up.sql': 'CREATE TABLE product ();' }, 'CHECKSUM_MISMATCH'],
  [
    'a missing file of an older version',
    { '1.0.0/002_reviews/up.sql': undefined, '1.0.0/002_reviews/down.sql': undefined },
    'FILE_MISSING',
  ],
  [
    'a renamed file',
    { '1.0.1/004_companies/up.sql': THREE_MIGRATIONS['1.1.0/003_companies/up.sql'] },
    'FILE_MISSING',
  ],
  ['a file that is pending', { '1.0.1/004_more/up.sql': 'CREATE TABLE more ();' }, 'FILE_MISSING'],
])('%s is refused there as ever', async (_, change, code) => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using all = migrationFolder(THREE_MIGRATIONS);
  const files = Object.entries({ ...OLD, ...change }).flatMap(([path, sql]) =>
    sql === undefined ? [] : [[path, sql] as const],
  );
  using old = migrationFolder(Object.fromEntries(files));
  await up({ connection, migrations: all.path });
  await expect(up({ connection, migrations: old.path })).rejects.toMatchObject({
    code: `MIGRATION_${code}`,
  });
  expect((await status({ connection, migrations: old.path })).problems).not.toEqual([]);
});
