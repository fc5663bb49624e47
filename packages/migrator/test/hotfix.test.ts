import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, ensureVersion, retry, snapshot, status, up, verify } from '../src/index.ts';
import { migrationFolder, type TestFolder } from './migration-folder.ts';
import { query } from './query.ts';

const BEFORE_HOTFIX = {
  '1.0.0/001_a/up.sql': 'CREATE TABLE a (id int, old text)',
  '1.0.0/001_a/down.sql': 'DROP TABLE a',
  '1.1.0/002_b/up.sql': 'ALTER TABLE a ADD b int',
  '1.1.0/002_b/down.sql': 'ALTER TABLE a DROP b',
  '1.1.0/003_c/up.sql': 'CREATE TABLE c (id int)',
  '1.1.0/003_c/down.sql': 'DROP TABLE c',
  '1.1.0/previous.json': '{"previous":"1.0.0"}',
};

/** Its numbers run on in its own line, to one that is above those of 1.1.0. */
const HOTFIX = {
  '1.0.1/002_fix/up.sql': 'ALTER TABLE a ADD fix int NOT NULL DEFAULT 1, ALTER id SET NOT NULL',
  '1.0.1/002_fix/down.sql': 'ALTER TABLE a DROP fix, ALTER id DROP NOT NULL',
  '1.0.1/004_gone/up.sql': 'ALTER TABLE a DROP old',
  '1.0.1/004_gone/down.sql': 'ALTER TABLE a ADD old text',
  '1.0.1/previous.json': '{"previous":"1.0.0","appliesTo":["1.1.0"]}',
};
const MERGED = { ...BEFORE_HOTFIX, ...HOTFIX };

const NEXT = {
  '1.2.0/004_d/up.sql': 'CREATE TABLE d (id int)',
  '1.2.0/previous.json': '{"previous":"1.1.0","includes":["1.0.1"]}',
};

/** Records what each version's migrations make on its own line, as a release does. */
async function recordStructures(
  folder: TestFolder,
  lines: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  for (const line of lines) {
    using own = migrationFolder(line);
    await using database = await createTestDatabase();
    const options = { connection: database.connectionString, migrations: own.path };
    await up(options);
    const { path, structure } = await snapshot(options);
    folder.write(path, JSON.stringify(structure));
  }
}

const only = (version: string) =>
  Object.fromEntries(
    Object.entries(MERGED).filter(([path]) => path.startsWith('1.0.0') || path.startsWith(version)),
  );

async function versionsOf(connection: string) {
  const [view] = await query(connection, 'SELECT version FROM schema_migrations.current_version');
  const [hello] = await query(
    connection,
    'SELECT database_version FROM schema_migrations.hello(NULL, NULL, NULL)',
  );
  return [view?.version, hello?.database_version];
}

test('every order ends in the same structure, which a hotfix changes as its own line says', async () => {
  using merged = migrationFolder(MERGED);
  await recordStructures(merged, [only('1.0.0'), only('1.0.1'), BEFORE_HOTFIX]);
  using before = migrationFolder(BEFORE_HOTFIX);
  const orders = [['1.0.0', '1.0.1', '1.1.0'], ['1.0.0', '1.1.0'], ['1.1.0'], []];
  for (const order of orders) {
    await using database = await createTestDatabase();
    const connection = database.connectionString;
    if (order.length === 1) await up({ connection, migrations: before.path, to: '1.1.0' });
    else
      for (const to of order) {
        await up({ connection, migrations: merged.path, to });
        expect(await versionsOf(connection)).toEqual([to, to]);
      }
    const options = { connection, migrations: merged.path };
    const moved = await up(options);
    expect(moved.toVersion).toBe('1.1.0');
    if (order.length === 1) {
      expect(moved.migrations.map(({ migration }) => migration)).toEqual(['002_fix', '004_gone']);
    }
    expect(await versionsOf(connection)).toEqual(['1.1.0', '1.1.0']);
    expect(await verify(options)).toMatchObject({ version: '1.1.0', differences: [] });
    expect((await up(options)).migrations).toEqual([]);
    expect(await status(options)).toMatchObject({
      currentVersion: '1.1.0',
      pending: [],
      problems: [],
    });
    await query(connection, 'ALTER TABLE a ALTER id DROP NOT NULL');
    expect((await verify(options)).differences).toHaveLength(1);
  }
});

test('a database that is between two versions completes its own first', async () => {
  using before = migrationFolder({ ...BEFORE_HOTFIX, '1.1.0/003_c/up.sql': 'SELECT 1/0' });
  using merged = migrationFolder({ ...MERGED, ...NEXT });
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await expect(up({ connection, migrations: before.path })).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
  });
  await retry({ connection, migrations: merged.path });
  const { migrations } = await up({ connection, migrations: merged.path });
  expect(migrations.map(({ migration }) => migration)).toEqual(['002_fix', '004_gone', '004_d']);
  expect(await versionsOf(connection)).toEqual(['1.2.0', '1.2.0']);
});

test('what ran last is taken back first', async () => {
  using before = migrationFolder(BEFORE_HOTFIX);
  using merged = migrationFolder(MERGED);
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await up({ connection, migrations: before.path });
  await up({ connection, migrations: merged.path });
  const options = { connection, migrations: merged.path, allowDataLoss: true };
  const back = await down({ ...options, to: '1.0.0' });
  expect(back.migrations.map(({ migration }) => migration)).toEqual([
    '004_gone',
    '002_fix',
    '003_c',
    '002_b',
  ]);
  expect(await ensureVersion({ connection, migrations: merged.path, version: '1.0.1' })).toBe(true);
  expect(await versionsOf(connection)).toEqual(['1.0.1', '1.0.1']);
});

test('it applies where a version says so, and nowhere else', async () => {
  const elsewhere = { '1.2.0/004_d/up.sql': NEXT['1.2.0/004_d/up.sql'] };
  using before = migrationFolder({ ...BEFORE_HOTFIX, ...elsewhere });
  using merged = migrationFolder({
    ...MERGED,
    ...elsewhere,
    '1.2.0/previous.json': '{"previous":"1.1.0"}',
  });
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await up({ connection, migrations: before.path });
  const { migrations } = await up({ connection, migrations: merged.path });
  expect(migrations).toEqual([]);
  // 1.2.0 has it where it was released with it, and then this database came by another way.
  using claimed = migrationFolder({ ...MERGED, ...NEXT });
  await expect(up({ connection, migrations: claimed.path })).rejects.toMatchObject({
    code: 'MIGRATION_OUT_OF_ORDER',
  });
});

test('a name is of one migration, and what a version says of others is read', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  using twice = migrationFolder({
    ...MERGED,
    '1.0.1/002_b/up.sql': 'SELECT 1',
    '1.0.1/002_fix/up.sql': '',
  });
  await expect(up({ connection, migrations: twice.path })).rejects.toMatchObject({
    code: 'MIGRATION_DUPLICATE',
  });
  using wrong = migrationFolder({
    ...MERGED,
    '1.0.1/previous.json': '{"previous":"1.0.0","appliesTo":"1.1.0"}',
  });
  await expect(up({ connection, migrations: wrong.path })).rejects.toMatchObject({
    code: 'MIGRATION_FILE_UNREADABLE',
  });
});
