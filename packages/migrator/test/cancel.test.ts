import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query, tables } from './query.ts';

/** Sleeps for whoever comes first, and no longer than a test. */
const SLOW = `SELECT CASE WHEN (SELECT count(*) FROM schema_migrations.history WHERE migration = '002_slow') = 1
  THEN pg_sleep(600) END;`;

const asleep = `SELECT count(*)::int FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event = 'PgSleep'`;

test.each([
  ['in a transaction', '', ['first', 'last']],
  ['without a transaction', '-- migrator: no-transaction\n', ['first', 'half', 'last']],
] as const)('a run that is cancelled %s ends at once, and up goes on', async (_, header, after) => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_first/up.sql': 'CREATE TABLE first ();',
    '1.0.0/002_slow/up.sql': `${header}CREATE TABLE half ();\n${SLOW}\nDROP TABLE IF EXISTS other;`,
    '1.0.0/003_last/up.sql': 'CREATE TABLE last ();',
  });
  const options = { connection, migrations: folder.path, by: 'a token' };
  const cancelling = new AbortController();
  const cancelled = up({ ...options, signal: cancelling.signal });
  cancelled.catch(() => {});
  await expect.poll(() => query(connection, asleep), { timeout: 30_000 }).toEqual([{ count: 1 }]);
  cancelling.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'MIGRATION_CANCELLED' });

  const { currentVersion, migrations } = await status(options);
  expect(currentVersion).toBeNull();
  expect(migrations.map((one) => one.status)).toEqual(['success', 'failed', 'pending']);
  expect(await query(connection, asleep)).toEqual([{ count: 0 }]);
  expect((await up(options)).migrations).toHaveLength(2);
  expect(await tables(connection)).toEqual(expect.arrayContaining([...after]));
  expect(new Set((await history(options)).map(({ osUser }) => osUser))).toEqual(
    new Set(['a token']),
  );
});

test('a signal that comes before the first migration, or after the last, is no half of a run', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({ '1.0.0/001_first/up.sql': 'CREATE TABLE first ();' });
  const options = { connection, migrations: folder.path };
  await expect(up({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'MIGRATION_CANCELLED',
  });
  expect(await tables(connection)).toEqual([]);
  const late = new AbortController();
  const onEvent = ({ kind }: { readonly kind: string }): void => {
    if (kind === 'migrationApplied') late.abort();
  };
  await up({ ...options, signal: late.signal, onEvent });
  await up({ ...options, signal: AbortSignal.abort() });
  expect(await tables(connection)).toEqual(['first']);
});
