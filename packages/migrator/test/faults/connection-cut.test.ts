import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event = 'PgSleep'`;

// Slow for whoever comes first only.
const SLOW_ONCE =
  'SELECT CASE WHEN (SELECT count(*) FROM schema_migrations.history) = 1 THEN pg_sleep(60) END;';

test.each([
  ['in a transaction', '', []],
  ['between statements on their own', '-- migrator: no-transaction\n', ['before']],
])('the connection is cut %s: told so, and up goes on', async (_name, header, kept) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_slow/up.sql': `${header}CREATE TABLE before (); ${SLOW_ONCE} CREATE TABLE behind ();`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  const run = expect(up(options)).rejects.toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    meta: { path: '1.0.0/001_slow/up.sql' },
  });
  await expect
    .poll(() => query(database.connectionString, CUT), { timeout: 10_000 })
    .toHaveLength(1);
  await run;
  expect(await tables(database.connectionString)).toEqual(kept);
  expect((await status(options)).migrations[0]).toMatchObject({
    status: 'failed',
    applied: false,
    lastRun: { statementsDone: kept.length, error: { code: 'MIGRATION_INTERRUPTED' } },
  });

  await up(options);
  expect(await tables(database.connectionString)).toEqual(['before', 'behind']);
  expect((await status(options)).migrations[0]).toMatchObject({ status: 'success' });
});
