import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy.ts';

const FIND_SLOW = `SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event = 'PgSleep'`;
const CUT = FIND_SLOW.replace('SELECT', 'SELECT pg_terminate_backend(pid)');

// Slow for whoever comes first only.
const SLOW_ONCE =
  'SELECT CASE WHEN (SELECT count(*) FROM schema_migrations.history) = 1 THEN pg_sleep(60) END;';

/** Ends the session at the server, or the connection on the way to it. */
const CUTS = {
  'by the server': async (database: string, _proxy: CuttableProxy) => {
    await query(database, CUT);
  },
  'by the network': async (_database: string, proxy: CuttableProxy) => proxy.cut(),
};

test.each(
  Object.entries(CUTS).flatMap(([by, cut]) => [
    { name: `${by} in a transaction`, cut, header: '', kept: [] },
    {
      name: `${by} between statements on their own`,
      cut,
      header: '-- migrator: no-transaction\n',
      kept: ['before'],
    },
  ]),
)('the connection is cut $name: told so, and up goes on', async ({ cut, header, kept }) => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_slow/up.sql': `${header}CREATE TABLE before (); ${SLOW_ONCE} CREATE TABLE behind ();`,
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await using proxy = await startCuttableProxy(database.connectionString);
  const run = expect(up({ ...options, connection: proxy.connectionString })).rejects.toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    meta: { path: '1.0.0/001_slow/up.sql' },
  });
  await expect
    .poll(() => query(database.connectionString, FIND_SLOW), { timeout: 10_000 })
    .toHaveLength(1);
  await cut(database.connectionString, proxy);
  await run;
  await expect.poll(async () => (await status(options)).lockHolder, { timeout: 10_000 }).toBeNull();
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
