import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  baseline,
  down,
  ensureVersion,
  explain,
  history,
  importHistory,
  plan,
  readMigrations,
  repair,
  retry,
  snapshot,
  status,
  up,
  upAll,
  verify,
} from '../src/index.ts';
import { migrationFolder, type TestFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

const HIDDEN = '..2026_11_28_05_00_00.123456789';

/** As Kubernetes mounts a ConfigMap: the files in a hidden folder, links to them in the folder itself. */
function mount(folder: TestFolder, names: readonly string[]): void {
  mkdirSync(join(folder.path, HIDDEN));
  symlinkSync(HIDDEN, join(folder.path, '..data'));
  for (const name of names) {
    renameSync(join(folder.path, name), join(folder.path, HIDDEN, name));
    symlinkSync(join('..data', name), join(folder.path, name));
  }
}

test('version folders that are links are applied, and the hidden folders behind them are no versions', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  mount(folder, ['1.0.0', '1.1.0']);
  const options = { connection: database.connectionString, migrations: folder.path };
  expect((await up(options)).migrations).toHaveLength(3);
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);
  expect(await snapshot(options)).toMatchObject({ path: '1.1.0/structure.json' });
  expect(await verify(options)).toMatchObject({ version: '1.1.0', differences: [] });
  expect(await ensureVersion({ ...options, version: '1.1.0' })).toBe(false);
  expect((await down({ ...options, to: 'none', allowDataLoss: true })).migrations).toHaveLength(3);
});

test('the folder itself, migrations and scripts may be links too', async () => {
  using real = migrationFolder(THREE_MIGRATIONS);
  using folder = migrationFolder({ '1.0.0/002_reviews/README.md': '', 'up.sql': 'SELECT 1;' });
  symlinkSync(join(real.path, '1.0.0/001_init'), join(folder.path, '1.0.0/001_init'));
  symlinkSync(join(folder.path, 'up.sql'), join(folder.path, '1.0.0/002_reviews/up.sql'));
  const link = join(folder.path, '.link');
  symlinkSync(folder.path, link);
  const read = await readMigrations(link);
  expect(read.map(({ id, up }) => [id, up.sql])).toEqual([
    ['001_init', THREE_MIGRATIONS['1.0.0/001_init/up.sql']],
    ['002_reviews', 'SELECT 1;'],
  ]);
});

test.each([
  ['a version', '2.0.0'],
  ['a migration', '1.1.0/004_next'],
  ['an up.sql', '1.1.0/004_next/up.sql'],
  ['a down.sql', '1.1.0/003_companies/down.sql'],
  ['a README', 'README.md'],
])('%s that is a link to nothing is refused by its path', async (_what, path) => {
  using folder = migrationFolder({ ...THREE_MIGRATIONS, '1.1.0/.keep': '' });
  mkdirSync(join(folder.path, '1.1.0/004_next'), { recursive: true });
  writeFileSync(join(folder.path, '1.1.0/004_next/up.sql'), 'SELECT 1;');
  folder.remove(path.startsWith('1.1.0') ? path : '1.1.0/.keep');
  symlinkSync('..data/gone', join(folder.path, path));
  await expect(readMigrations(folder.path)).rejects.toMatchObject({
    code: 'MIGRATION_FILE_UNREADABLE',
    message: `${join(folder.path, path)} is a link that leads to no file or folder.`,
    fix: expect.stringContaining('ls -l'),
  });
});

test.each(['up.sql', 'down.sql'])('a %s that is a folder, or a pipe, is refused', async (file) => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  const path = `1.1.0/003_companies/${file}`;
  const refusal = { code: 'MIGRATION_FILE_UNREADABLE', message: `${path} cannot be read.` };
  for (const make of ['mkdir', 'mkfifo']) {
    folder.remove(path);
    execFileSync(make, [join(folder.path, path)]);
    await expect(readMigrations(folder.path)).rejects.toMatchObject(refusal);
  }
});

test('a link that leads to itself is refused, in the folder and as the folder', async () => {
  using folder = migrationFolder(THREE_MIGRATIONS);
  symlinkSync('2.0.0', join(folder.path, '2.0.0'));
  await expect(readMigrations(folder.path)).rejects.toMatchObject({
    code: 'MIGRATION_FILE_UNREADABLE',
  });
  await expect(readMigrations(join(folder.path, '2.0.0'))).rejects.toMatchObject({
    code: 'MIGRATIONS_NOT_FOUND',
    why: expect.stringContaining('ELOOP'),
  });
});

test('a snapshot that is a link to nothing is not taken for none', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  symlinkSync('../..data/gone.json', join(folder.path, '1.1.0/structure.json'));
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FILE_UNREADABLE' });
});

/** Every command that reads the folder, and has a database without a history. */
const COMMANDS: Readonly<
  Record<string, (options: { connection: string; migrations: string }) => Promise<unknown>>
> = {
  up,
  retry,
  status,
  verify,
  snapshot,
  upAll: (options) =>
    upAll({ ...options, environments: [{ name: 'a', connection: options.connection }] }),
  plan: (options) => plan({ ...options, direction: 'up' }),
  explain: (options) => explain({ ...options, direction: 'up' }),
  down: (options) => down({ ...options, to: 'none' }),
  baseline: (options) => baseline({ ...options, version: '1.0.0' }),
  repair: (options) => repair({ ...options, confirm: () => true }),
  ensureVersion: (options) => ensureVersion({ ...options, version: '1.0.0' }),
};

test.each(Object.entries(COMMANDS))(
  '%s of a folder without versions says what was looked for and where, and changes nothing',
  async (_name, command) => {
    await using database = await createTestDatabase();
    using full = migrationFolder(THREE_MIGRATIONS);
    const { connectionString: connection } = database;
    await up({ connection, migrations: full.path });
    const before = await history({ connection });
    using folder = migrationFolder({ 'README.md': '', 'other/.keep': '' });
    folder.remove('other');
    await expect(command({ connection, migrations: folder.path })).rejects.toMatchObject({
      code: 'MIGRATIONS_NOT_FOUND',
      message: `There are no migrations in ${folder.path}.`,
      why: 'No folder in it is named after a version; it has README.md.',
      fix: expect.stringContaining('<version>/<NNN_name>/up.sql'),
    });
    folder.remove('README.md');
    await expect(command({ connection, migrations: folder.path })).rejects.toMatchObject({
      why: 'No folder in it is named after a version; it is empty.',
    });
    const missing = join(folder.path, 'migrations');
    await expect(command({ connection, migrations: missing })).rejects.toMatchObject({
      code: 'MIGRATIONS_NOT_FOUND',
      message: `There are no migrations in ${missing}.`,
      why: 'There is no such folder.',
    });
    folder.write('migrations', '');
    await expect(command({ connection, migrations: missing })).rejects.toMatchObject({
      code: 'MIGRATIONS_NOT_FOUND',
      why: 'It is a file and not a folder.',
    });
    expect(await history({ connection })).toEqual(before);
  },
);

test('a repository in work may have no migrations yet', async () => {
  using folder = migrationFolder({ '2.0.0/.keep': '' });
  expect(await readMigrations(folder.path, { mayBeEmpty: true })).toEqual([]);
  const missing = join(folder.path, 'migrations');
  expect(await readMigrations(missing, { mayBeEmpty: true })).toEqual([]);
});

test.each([
  ['a version without migrations', '2.0.0/structure.json', 'MIGRATION_EMPTY', '2.0.0/001_init'],
  ['a version by half', '1.0/001_init/up.sql', 'MIGRATION_NAME_INVALID', 'Name it like 1.0.0,'],
  ['a v', 'v2.0.0/004_x/up.sql', 'MIGRATION_NAME_INVALID', 'Name it like 2.0.0,'],
  ['a build', '2.0.0+1/004_x/up.sql', 'MIGRATION_NAME_INVALID', 'Name it like 2.0.0,'],
  ['no version', 'sql/004_x/up.sql', 'MIGRATION_NAME_INVALID', 'Name it like 1.2.0,'],
  ['a file for a version', '2.0.0', 'MIGRATION_NAME_INVALID', 'Put the folder of the version'],
  ['a script for a migration', '1.1.0/004_x.sql', 'MIGRATION_NAME_INVALID', '1.1.0/004_x/up.sql'],
  ['a file for a migration', '1.1.0/004_x', 'MIGRATION_NAME_INVALID', '1.1.0/004_x/up.sql'],
  ['a script of its own', '1.1.0/seed.sql', 'MIGRATION_NAME_INVALID', 'Move it to'],
])('%s is refused and not passed over', async (_what, file, code, fix) => {
  using folder = migrationFolder({ ...THREE_MIGRATIONS, [file]: 'SELECT 1;' });
  await expect(readMigrations(folder.path)).rejects.toMatchObject({
    code,
    fix: expect.stringContaining(fix),
  });
});

test('a folder that has lost versions is told by every command that looks at the history', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  folder.remove('1.0.0');
  expect((await status(options)).problems).toEqual([
    { kind: 'missing', path: '1.0.0/001_init/up.sql' },
    { kind: 'missing', path: '1.0.0/002_reviews/up.sql' },
  ]);
  const missing = { code: 'MIGRATION_FILE_MISSING' };
  await expect(up(options)).rejects.toMatchObject(missing);
  await expect(down({ ...options, to: 'none' })).rejects.toMatchObject(missing);
  await expect(explain({ ...options, direction: 'up' })).rejects.toMatchObject(missing);
  await expect(verify(options)).rejects.toMatchObject(missing);
  await expect(snapshot(options)).rejects.toMatchObject(missing);
});

test('an import follows the links of a mounted folder, and reads each file once', async () => {
  await using database = await createTestDatabase();
  using source = migrationFolder({ '20240101_shop.sql': '-- migrate:up\nCREATE TABLE shop ();\n' });
  mount(source, ['20240101_shop.sql']);
  symlinkSync('.', join(source.path, 'again'));
  using folder = migrationFolder({});
  await query(
    database.connectionString,
    `CREATE TABLE shop (); CREATE TABLE schema_migrations (version varchar);
     INSERT INTO schema_migrations VALUES ('20240101')`,
  );
  const imported = await importHistory({
    connection: database.connectionString,
    migrations: join(folder.path, 'out'),
    tool: 'dbmate',
    source: source.path,
  });
  expect(imported.migrations.map(({ migration }) => migration)).toEqual(['001_shop']);
});
