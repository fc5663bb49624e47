import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, importHistory, status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const PRISMA_TABLE = `CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

test('Prisma Migrate: what is applied is adopted, what is not is pending, and nothing else changes', async () => {
  await using database = await createTestDatabase();
  const run = (sql: string) => query(database.connectionString, sql);
  const init = '-- CreateTable\nCREATE TABLE "User" ("id" INTEGER NOT NULL);\n';
  const index = 'CREATE INDEX CONCURRENTLY "User_id" ON "User"("id");\n';
  using source = migrationFolder({
    'migration_lock.toml': 'provider = "postgresql"',
    '20240101000000_init/migration.sql': init,
    '20240201000000_add index/migration.sql': index,
    '20240301000000_posts/migration.sql': 'CREATE TABLE "Post" ();',
    '20240301000000_posts/down.sql': 'DROP TABLE "Post";',
  });
  using target = migrationFolder({});
  const options = {
    connection: database.connectionString,
    tool: 'prisma',
    source: source.path,
    migrations: target.path,
  } as const;
  await expect(importHistory(options)).rejects.toMatchObject({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: 'The database has no table _prisma_migrations.',
  });

  await run(`${PRISMA_TABLE}; ${init}; CREATE INDEX "User_id" ON "User"(id);
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, rolled_back_at) VALUES
      ('0', 'a failed try', '20240201000000_add index', '2024-02-01', NULL, '2024-02-02'),
      ('1', '${sha256(init)}', '20240101000000_init', '2024-01-01', '2024-01-01 10:00Z', NULL),
      ('2', '${sha256(index)}', '20240201000000_add index', '2024-02-03', '2024-02-03', NULL)`);
  const before = await run('SELECT * FROM _prisma_migrations ORDER BY id');

  const dry = await importHistory({ ...options, dryRun: true });
  expect(
    dry.migrations.map(({ version, migration, applied }) => [version, migration, applied]),
  ).toEqual([
    ['1.0.0', '001_init', true],
    ['1.0.0', '002_add_index', true],
    ['1.1.0', '003_posts', false],
  ]);
  expect(await run(`SELECT 1 FROM pg_namespace WHERE nspname = 'schema_migrations'`)).toEqual([]);

  expect(await importHistory(options)).toEqual(dry);
  expect(readFileSync(join(target.path, '1.0.0/001_init/up.sql'), 'utf8')).toBe(init);
  expect(readFileSync(join(target.path, '1.0.0/002_add_index/up.sql'), 'utf8')).toBe(
    `-- migrator: no-transaction\n${index}`,
  );
  const at = { connection: database.connectionString, migrations: target.path };
  expect(await status(at)).toMatchObject({ currentVersion: '1.0.0', problems: [] });
  expect((await history(at)).at(-1)).toMatchObject({
    migration: '001_init',
    action: 'import',
    status: 'success',
    note: 'prisma: 20240101000000_init/migration.sql, applied at 2024-01-01T10:00:00.000Z',
  });
  expect(await run('SELECT version FROM schema_migrations.current_version')).toEqual([
    { version: '1.0.0' },
  ]);
  expect(await tables(database.connectionString)).toEqual(['User', '_prisma_migrations']);
  expect(await run('SELECT * FROM _prisma_migrations ORDER BY id')).toEqual(before);
  expect(await up(at)).toMatchObject({
    toVersion: '1.1.0',
    migrations: [{ migration: '003_posts' }],
  });

  await expect(importHistory(options)).rejects.toMatchObject({
    message: expect.stringContaining('has migrations already'),
  });
  using other = migrationFolder({});
  await expect(importHistory({ ...options, migrations: other.path })).rejects.toMatchObject({
    code: 'MIGRATION_HISTORY_NOT_EMPTY',
  });
});

test('files and table that differ are refused, all of it at once, and nothing is written', async () => {
  await using database = await createTestDatabase();
  using source = migrationFolder({
    '1_a/migration.sql': 'SELECT 1;',
    '2_b/migration.sql': 'SELECT 2;',
    '3_c/migration.sql': 'SELECT 3;',
  });
  using target = migrationFolder({});
  await query(
    database.connectionString,
    `${PRISMA_TABLE};
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES
      ('1', 'edited', '1_a', now()), ('3', '${sha256('SELECT 3;')}', '3_c', now()),
      ('4', 'gone', '4_d', now()), ('5', 'failed', '5_e', NULL)`,
  );
  const connection = database.connectionString;
  const options = {
    connection,
    tool: 'prisma',
    source: source.path,
    migrations: target.path,
  } as const;
  await expect(importHistory(options)).rejects.toMatchObject({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: [
      '5_e failed there and was not resolved.',
      '1_a/migration.sql was edited after it was applied.',
      '4_d is applied, and has no file.',
      '2_b/migration.sql is not applied, although 3_c/migration.sql, which comes after it, is.',
    ].join('\n'),
  });
  expect(readdirSync(target.path)).toEqual([]);
  expect(await history({ connection })).toEqual([]);
});

// The CRC-32 of the lines without their ends, as Flyway stores it.
const FLYWAY_SUM = crc32('CREATE TABLE a ();SELECT 1;') | 0;

test.each([
  {
    tool: 'flyway',
    files: {
      'V1__first.sql': 'CREATE TABLE a ();\r\nSELECT 1;\n',
      'V1_10__third thing.sql': 'CREATE TABLE c ();',
      'sub/V1_2__second.sql': 'CREATE TABLE b ();',
      'U1_10__third thing.sql': 'DROP TABLE c;',
      'R__view.sql': 'SELECT 1;',
    },
    state: `CREATE TABLE flyway_schema_history (installed_rank int, version text, description text, type text,
        script text, checksum int, installed_on timestamp DEFAULT now(), success boolean);
      INSERT INTO flyway_schema_history VALUES (1, '1', 'first', 'SQL', 'V1__first.sql', ${FLYWAY_SUM}, now(), true),
        (2, '1.2', 'second', 'SQL', 'V1_2__second.sql', NULL, now(), true)`,
    expected: ['001_first applied', '002_second applied', '003_third_thing pending'],
    downs: ['1.1.0/003_third_thing/down.sql', 'DROP TABLE c;'],
  },
  {
    tool: 'golang-migrate',
    files: {
      '000001_first.up.sql': 'BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n',
      '000001_first.down.sql': 'DROP TABLE a;',
      '000002_second.up.sql': 'CREATE TABLE b ();',
      '000010_third.up.sql': 'CREATE TABLE c ();',
    },
    state: `CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean);
      INSERT INTO schema_migrations VALUES (2, false)`,
    expected: ['001_first applied', '002_second applied', '003_third pending'],
    downs: ['1.0.0/001_first/down.sql', 'DROP TABLE a;'],
  },
  {
    tool: 'dbmate',
    files: {
      '20240101_first.sql': '-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n',
      '20240102_second.sql':
        '-- migrate:up transaction:false\nCREATE TABLE b ();\n-- migrate:down\n',
      '20240103_third.sql': '-- migrate:up\nCREATE TABLE c ();',
    },
    state: `CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
      INSERT INTO schema_migrations VALUES ('20240101'), ('20240102')`,
    expected: ['001_first applied', '002_second applied', '003_third pending'],
    downs: ['1.0.0/001_first/down.sql', 'DROP TABLE a;'],
  },
  {
    tool: 'sqitch',
    files: {
      'sqitch.plan': `%syntax-version=1.0.0
%project=shop

first 2024-01-01T00:00:00Z A <a@b.c> # one
second [first] 2024-01-02T00:00:00Z A <a@b.c> # two
@v1 2024-01-02T00:00:00Z A <a@b.c> # tag
first [first@v1] 2024-01-03T00:00:00Z A <a@b.c> # reworked
`,
      'deploy/first@v1.sql': '-- Deploy first\nBEGIN;\nCREATE TABLE a ();\nCOMMIT;\n',
      'revert/first@v1.sql': 'BEGIN;\nDROP TABLE a;\nCOMMIT;\n',
      'deploy/second.sql': 'CREATE TABLE b ();',
      'deploy/first.sql': 'CREATE TABLE c ();',
    },
    state: `CREATE SCHEMA sqitch; CREATE TABLE sqitch.changes (change text, committed_at timestamptz);
      INSERT INTO sqitch.changes VALUES ('first', '2024-01-01'), ('second', '2024-01-02')`,
    expected: ['001_first applied', '002_second applied', '003_first pending'],
    downs: ['1.0.0/001_first/down.sql', 'DROP TABLE a;\n'],
  },
] as const)('$tool: its files and table, and up goes on from there', async (example) => {
  await using database = await createTestDatabase();
  using source = migrationFolder(example.files);
  using target = migrationFolder({});
  const connection = database.connectionString;
  await query(connection, `CREATE TABLE a (); CREATE TABLE b (); ${example.state}`);
  const at = { connection, migrations: target.path };
  const { migrations } = await importHistory({ ...at, tool: example.tool, source: source.path });
  const found = migrations.map((row) => `${row.migration} ${row.applied ? 'applied' : 'pending'}`);
  expect(found).toEqual(example.expected);
  const [path, sql] = example.downs;
  expect(readFileSync(join(target.path, path), 'utf8')).toBe(sql);
  expect((await status(at)).currentVersion).toBe('1.0.0');
  await up(at);
  expect(await tables(connection)).toContain('c');
});
