import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { tables } from './query.ts';

const BEFORE_HOTFIX = {
  '1.1.0/001_a/up.sql': 'CREATE TABLE a (id int)',
  '2.0.0/002_c/up.sql': 'CREATE TABLE c (id int)',
  '2.0.0/previous.json': '{"previous":"1.1.0"}',
};
const AFTER_MERGE = {
  ...BEFORE_HOTFIX,
  '1.1.1/002_hotfix/up.sql': 'CREATE TABLE hotfix (id int)',
  '1.1.1/previous.json': '{"previous":"1.1.0"}',
};

test('a database on the new line never gets the hotfix of the old one', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  using before = migrationFolder(BEFORE_HOTFIX);
  await up({ connection, migrations: before.path });
  using after = migrationFolder(AFTER_MERGE);
  expect(await up({ connection, migrations: after.path })).toMatchObject({
    toVersion: '2.0.0',
    migrations: [],
  });
  expect(await tables(connection)).toEqual(['a', 'c']);
  await expect(up({ connection, migrations: after.path, to: '1.1.1' })).rejects.toMatchObject({
    code: 'MIGRATION_FILE_MISSING',
    message: '2.0.0/002_c/up.sql is applied, and not among the files.',
  });
});

test('a database on the old line gets it by its version, and is not led to the new line', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  using after = migrationFolder(AFTER_MERGE);
  const options = { connection, migrations: after.path };
  await up({ ...options, to: '1.1.0' });
  expect(await up({ ...options, to: '1.1.1' })).toMatchObject({ toVersion: '1.1.1' });
  expect(await tables(connection)).toEqual(['a', 'hotfix']);
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FILE_MISSING' });
});
