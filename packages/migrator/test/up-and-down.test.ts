import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { down, type MigrationEvent, status, up } from '../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query, tables } from './query.ts';

test('up, down, up: every run has its row, and the versions are told', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };

  const first = await up(options);
  expect(first).toMatchObject({ direction: 'up', fromVersion: null, toVersion: '1.1.0' });
  expect(first.migrations.map(({ migration }) => migration)).toEqual([
    '001_init',
    '002_reviews',
    '003_companies',
  ]);
  expect(await tables(database.connectionString)).toEqual(['company', 'product', 'review']);

  const back = await down({ ...options, to: '1.0.0', allowDataLoss: true });
  expect(back).toMatchObject({ direction: 'down', fromVersion: '1.1.0', toVersion: '1.0.0' });
  expect(await tables(database.connectionString)).toEqual(['product', 'review']);
  expect(await status(options)).toMatchObject({
    currentVersion: '1.0.0',
    latestVersion: '1.1.0',
    problems: [],
    lockHolder: null,
    migrations: [
      { status: 'success', applied: true },
      { status: 'success', applied: true },
      { status: 'rolled_back', applied: false },
    ],
  });

  await up(options);
  await down({ ...options, to: 'none', allowDataLoss: true });
  expect(await tables(database.connectionString)).toEqual([]);
  await up({ ...options, to: '1.0.0' });
  expect(await tables(database.connectionString)).toEqual(['product', 'review']);

  const history = await query(
    database.connectionString,
    'SELECT migration, direction, status FROM schema_migrations.history ORDER BY id',
  );
  expect(history.map((row) => Object.values(row).join(' '))).toEqual([
    '001_init up success',
    '002_reviews up success',
    '003_companies up success',
    '003_companies down rolled_back',
    '003_companies up success',
    '003_companies down rolled_back',
    '002_reviews down rolled_back',
    '001_init down rolled_back',
    '001_init up success',
    '002_reviews up success',
  ]);
});

const CLOCK_DIFFERENCE_MS = 30_000;

test('a row says who, when, how long, with what', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_slow/up.sql': 'SELECT pg_sleep(0.05); CREATE TABLE a ();',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  const began = Date.now();
  await up({ ...options, gitCommit: '0123abc' });
  const ended = Date.now();
  const row = (await status(options)).migrations[0]?.lastRun;
  expect(row).toMatchObject({
    migration: '001_slow',
    version: '1.0.0',
    attempt: 1,
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    databaseUser: new URL(database.connectionString).username,
    osUser: expect.any(String),
    host: expect.any(String),
    toolVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
    gitCommit: '0123abc',
    error: null,
  });
  expect(row?.durationMs).toBeGreaterThanOrEqual(50);
  expect(row?.durationMs).toBeLessThanOrEqual(ended - began + 1);
  // The server's clock may be another.
  const startedAt = row?.startedAt.getTime();
  expect(startedAt).toBeGreaterThan(began - CLOCK_DIFFERENCE_MS);
  expect(startedAt).toBeLessThan(ended + CLOCK_DIFFERENCE_MS);
  const [current] = await query(
    database.connectionString,
    'SELECT version FROM schema_migrations.current_version',
  );
  expect(current).toEqual({ version: '1.0.0' });
});

test('nothing to do: one event, no lock, no tables', async () => {
  await using database = await createTestDatabase();
  const events: MigrationEvent[] = [];
  await up({
    connection: database.connectionString,
    migrations: [],
    onEvent: (event) => events.push(event),
  });
  expect(events).toMatchObject([{ kind: 'planned', plan: { steps: [] } }]);
  const found = `SELECT 1 FROM pg_namespace WHERE nspname = 'schema_migrations'`;
  expect(await query(database.connectionString, found)).toEqual([]);
});

test('what one migration SETs does not reach the next, and a role that it takes cannot break the history', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_a/up.sql': `
      SET search_path = ''; SET statement_timeout = '200ms'; SET ROLE pg_monitor;`,
    '1.0.0/002_b/up.sql': `CREATE TABLE here (); SELECT pg_sleep(0.4);`,
  });
  await up({ connection: database.connectionString, migrations: folder.path });
  expect(await tables(database.connectionString)).toEqual(['here']);
});

test('status says which versions the database has been at, and what is pending up to one', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const options = { connection: database.connectionString, migrations: folder.path };
  expect(await status({ ...options, to: '1.0.0' })).toMatchObject({
    targetVersion: '1.0.0',
    latestVersion: '1.1.0',
    pending: ['001_init', '002_reviews'],
    versions: [],
  });
  await up(options);
  await down({ ...options, to: '1.0.0', allowDataLoss: true });
  await up(options);
  await down({ ...options, to: 'none', allowDataLoss: true });
  const { versions, targetVersion } = await status(options);
  expect(targetVersion).toBe('1.1.0');
  expect(versions.map(({ version }) => version)).toEqual([
    '1.0.0',
    '1.1.0',
    '1.0.0',
    '1.1.0',
    '1.0.0',
    null,
  ]);
  await expect(status({ ...options, to: '7.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_UNKNOWN',
  });
});
