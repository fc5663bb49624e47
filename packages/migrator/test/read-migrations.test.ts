import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readMigrations } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';

test('versions come in their order, not in that of the alphabet; what is no migration is passed over', async () => {
  using folder = migrationFolder({
    '1.10.0/003_c/up.sql': 'SELECT 3',
    '1.2.0/002_b/up.sql': 'SELECT 2',
    '1.2.0-rc.1/001_a/up.sql': 'SELECT 1',
    'README.md': '# Migrations',
    '.git/x/y': '',
  });
  const migrations = await readMigrations(folder.path);
  expect(migrations.map(({ version, id }) => `${version}/${id}`)).toEqual([
    '1.2.0-rc.1/001_a',
    '1.2.0/002_b',
    '1.10.0/003_c',
  ]);
  expect(migrations[0]).not.toHaveProperty('down');
});

test('the checksum is over the bytes; a byte order mark does not reach the SQL', async () => {
  const bytes = Buffer.from('\ufeffSELECT 1;\r\n', 'utf8');
  using folder = migrationFolder({ '1.0.0/001_a/up.sql': bytes });
  expect((await readMigrations(folder.path))[0]?.up).toEqual({
    kind: 'migrationScript',
    path: '1.0.0/001_a/up.sql',
    sql: 'SELECT 1;\r\n',
    checksum: createHash('sha256').update(bytes).digest('hex'),
  });
});

test.each([
  ['latest/001_a/up.sql', 'SELECT 1', 'MIGRATION_NAME_INVALID', 'latest is not a version'],
  ['v9.0.0/001_a/up.sql', 'SELECT 1', 'MIGRATION_NAME_INVALID', 'v9.0.0 is not a version'],
  ['9.0.0/init/up.sql', 'SELECT 1', 'MIGRATION_NAME_INVALID', '9.0.0/init is not'],
  ['9.0.0/2_init/up.sql', 'SELECT 1', 'MIGRATION_NAME_INVALID', '9.0.0/2_init is not'],
  [
    '9.0.0/003_again/up.sql',
    'SELECT 1',
    'MIGRATION_DUPLICATE',
    '1.1.0/003_companies and 9.0.0/003_again',
  ],
  [
    '0.1.0/009_late/up.sql',
    'SELECT 1',
    'MIGRATION_NUMBERING',
    '1.0.0/001_init has a lower number than 0.1.0/009_late',
  ],
  ['9.0.0/010_none/notes.txt', 'x', 'MIGRATION_EMPTY', '9.0.0/010_none/up.sql is missing'],
  ['9.0.0/010_void/up.sql', ' \n', 'MIGRATION_EMPTY', '9.0.0/010_void/up.sql is empty'],
  ['9.0.0/010_nul/up.sql', 'SELECT 1\0', 'MIGRATION_FILE_ENCODING', '9.0.0/010_nul/up.sql'],
  [
    '9.0.0/010_latin/up.sql',
    Buffer.from([0x2d, 0x2d, 0xe9]),
    'MIGRATION_FILE_ENCODING',
    '9.0.0/010_latin/up.sql',
  ],
])('%s is refused', async (file, content, code, message) => {
  using folder = migrationFolder({ ...THREE_MIGRATIONS, [file]: content });
  await expect(readMigrations(folder.path)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test('a folder that is not there is named', async () => {
  const missing = readMigrations('/nonexistent/migrations');
  await expect(missing).rejects.toMatchObject({
    code: 'MIGRATIONS_NOT_FOUND',
    message: expect.stringContaining('/nonexistent/migrations'),
  });
});

const TWO_LINES = {
  '1.0.0/001_a/up.sql': 'SELECT 1',
  '1.1.0/002_b/up.sql': 'SELECT 2',
  '1.1.0/previous.json': '{"previous":"1.0.0"}',
  '1.1.2/003_hotfix/up.sql': 'SELECT 3',
  // 1.1.1 had no migration.
  '1.1.2/previous.json': '{"previous":"1.1.1"}',
  '2.0.0/003_c/up.sql': 'SELECT 4',
  '2.0.0/previous.json': '{"previous":"1.1.0"}',
  '2.1.0/004_d/up.sql': 'SELECT 5',
};

test('the migrations of an old line are for those who go there', async () => {
  using folder = migrationFolder(TWO_LINES);
  const pathsTo = async (to?: string) =>
    (await readMigrations(folder.path, { to })).map(({ version, id }) => `${version}/${id}`);
  const main = ['1.0.0/001_a', '1.1.0/002_b', '2.0.0/003_c', '2.1.0/004_d'];
  expect(await pathsTo()).toEqual(main);
  expect(await pathsTo('1.1.0')).toEqual(main);
  expect(await pathsTo('9.9.9')).toEqual(main);
  expect(await pathsTo('1.1.2')).toEqual(['1.0.0/001_a', '1.1.0/002_b', '1.1.2/003_hotfix']);
});

test('one number on one line is refused, whatever other lines there are', async () => {
  using folder = migrationFolder({ ...TWO_LINES, '2.2.0/004_e/up.sql': 'SELECT 6' });
  await expect(readMigrations(folder.path)).rejects.toMatchObject({ code: 'MIGRATION_DUPLICATE' });
  using unstated = migrationFolder({ ...TWO_LINES, '2.0.0/previous.json': '{"previous":"1.x"}' });
  await expect(readMigrations(unstated.path)).rejects.toMatchObject({
    code: 'MIGRATION_FILE_UNREADABLE',
    message: '2.0.0/previous.json cannot be read.',
  });
});
